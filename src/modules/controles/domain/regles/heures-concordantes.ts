import { direMinutes, direPiece, enTete, ouEst } from '../lire.ts'
import type { Regle } from '../regle.ts'

/** Convention et convocation disent les heures prévues : celles des demi-journées, avec ou sans le travail à distance. */
export const heuresConcordantes: Regle = {
  code: 'heures-concordantes',
  titre: 'Durées prévues différentes',
  source: { texte: 'D6353-1 (durée) ; incohérence avec la convention, motif de rejet', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Voir la pièce',
  examiner: (d) => {
    const enSalle = d.seances.reduce((t, s) => t + s.fin - s.debut, 0)
    const aPart = d.suivi.plan.reduce((t, a) => t + (a.minutes ?? 0), 0)
    return d.pieces
      .filter(
        (p) =>
          (p.genre === 'convention' || p.genre === 'convocation') &&
          p.minutes !== null &&
          p.minutes !== enSalle &&
          p.minutes !== enSalle + aPart,
      )
      .map((p) => ({
        cle: p.id,
        phrase: `${enTete(direPiece(p))} dit ${direMinutes(p.minutes ?? 0)}, la session en prévoit ${direMinutes(enSalle + aPart)}.`,
        ou: ouEst(p),
      }))
  },
}
