import { direMinutes, direPiece, nommer, sansStatut } from '../lire.ts'
import type { Regle } from '../regle.ts'

/**
 * Plus d’heures certifiées que convenues : ce qui fut suivi hors des demi-journées n’était pas au plan quand la convention s’est
 * écrite. Une convention qui ne suit pas la session est déjà dite par « heures-concordantes » ; sans certificat, rien n’est
 * encore affirmé.
 */
export const heuresConvention: Regle = {
  code: 'heures-convention',
  titre: 'Plus d’heures certifiées que convenues',
  source: { texte: 'D6353-1 (durée) ; R6332-26 (heures réalisées)', marque: 'deduit' },
  gravite: 'alerte',
  qui: 'equipe',
  remede: 'Faire un avenant',
  examiner: (d) => {
    const enSalle = d.seances.reduce((t, s) => t + s.fin - s.debut, 0)
    const aPart = d.suivi.plan.reduce((t, a) => t + (a.minutes ?? 0), 0)
    return d.pieces.flatMap((p) => {
      const i = p.genre === 'certificat' ? d.inscriptions.find((x) => x.id === p.objet) : undefined
      if (!i?.dossier || p.minutes === null || sansStatut(d, i.id)) return []
      const convenu = d.pieces.findLast((x) => x.genre === 'convention' && x.objet === i.dossier)
      const suit = convenu?.minutes === enSalle || convenu?.minutes === enSalle + aPart
      if (!convenu?.minutes || !suit || p.minutes <= convenu.minutes) return []
      return [
        {
          cle: i.id,
          phrase: `${nommer(i.personne)}\u00a0: ${direMinutes(p.minutes)} sur le certificat ${p.numero}, ${direMinutes(convenu.minutes)} dans ${direPiece(convenu)}.`,
          ou: { genre: 'dossier', id: i.dossier } as const,
        },
      ]
    })
  },
}
