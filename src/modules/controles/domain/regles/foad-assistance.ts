import { aDistance, nommer, suiviesADistance } from '../lire.ts'
import type { Regle } from '../regle.ts'

/** D6313-3-1, 1°. Une personne nommée ne suffit pas : le juge demande la trace d’un accompagnement. */
export const foadAssistance: Regle = {
  code: 'foad-assistance',
  titre: 'À distance, assistance non prouvée',
  source: { texte: 'D6313-3-1, 1° ; TA Toulouse, novembre 2023', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'formateur',
  remede: 'Noter l’assistance',
  concerne: aDistance,
  examiner: (d) => {
    const suivies = suiviesADistance(d)
    if (suivies.length === 0) return []
    if (d.suivi.assistants === 0)
      return [
        {
          cle: 'assistants',
          phrase: 'Personne n’est désigné pour assister à distance, avec un moyen et un délai.',
          ou: { genre: 'distance' },
        },
      ]
    return suivies
      .filter(
        (i) =>
          !d.suivi.elements.some(
            (e) => e.genre === 'echange' && (e.inscription === i.id || e.inscription === null),
          ),
      )
      .map((i) => ({
        cle: i.id,
        phrase: `${nommer(i.personne)} : aucun échange d’assistance noté.`,
        ou: { genre: 'distance' },
      }))
  },
}
