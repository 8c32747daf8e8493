import { aDistance, nommer } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const foadTrace: Regle = {
  code: 'foad-trace',
  titre: 'Activité réalisée sans trace jointe',
  source: { texte: 'R6313-3 ; travaux rendus et traces d’activité, attendus en contrôle', marque: 'deduit' },
  gravite: 'alerte',
  qui: 'formateur',
  remede: 'Joindre la trace',
  concerne: aDistance,
  examiner: (d) =>
    d.suivi.elements
      .filter((e) => e.genre === 'realisation' && !e.fichier)
      .map((e) => ({
        cle: e.id,
        phrase: `${nommer(d.inscriptions.find((i) => i.id === e.inscription)?.personne ?? '')} : une activité est dite réalisée, sans travail rendu ni trace.`,
        ou: { genre: 'distance' },
      })),
}
