import { compter } from '#kernel/texte.ts'
import type { PieceControlee } from '../dossier.ts'
import { creneauxDe, parCause } from '../lire.ts'
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
    const ecartDe = (p: PieceControlee): number => {
      const dits = new Set(p.creneaux ?? siens)
      return [...dits].filter((x) => !siens.has(x)).length + [...siens].filter((x) => !dits.has(x)).length
    }
    return parCause(
      d,
      d.pieces.filter((p) => ecartDe(p) > 0),
      (p) => compter(ecartDe(p), 'créneau', { pluriel: 'créneaux' }),
      (ecart) => `et la session diffèrent sur ${ecart}.`,
    )
  },
}
