import { compter } from '#kernel/texte.ts'
import { creneauxDe, direPiece, enTete, ouEst } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const horairesConcordants: Regle = {
  code: 'horaires-concordants',
  titre: 'Horaires différents',
  source: {
    texte: 'ni horaires ni planning concordants, motif de rejet relevé en contrôle',
    marque: 'certain',
  },
  gravite: 'alerte',
  qui: 'equipe',
  remede: 'Voir la pièce',
  examiner: (d) => {
    const siens = new Set(creneauxDe(d.seances))
    return d.pieces.flatMap((p) => {
      if (p.creneaux === null) return []
      const dits = new Set(p.creneaux)
      const ecart =
        [...dits].filter((x) => !siens.has(x)).length + [...siens].filter((x) => !dits.has(x)).length
      return ecart === 0
        ? []
        : [
            {
              cle: p.id,
              phrase: `${enTete(direPiece(p))} et la session diffèrent sur ${compter(ecart, 'créneau', { pluriel: 'créneaux' })}.`,
              ou: ouEst(p),
            },
          ]
    })
  },
}
