import { jourLocal } from '#kernel/zones.ts'
import { direJour, direPiece, enTete, ouEst } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const certificatAvantFin: Regle = {
  code: 'certificat-avant-fin',
  titre: 'Certificat ou attestation daté avant la fin',
  source: {
    texte: 'arrêté du 21 décembre 2018 ; date antérieure à la fin, erreur relevée',
    marque: 'certain',
  },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Voir la pièce',
  examiner: (d) => {
    const fin = d.seances
      .map((s) => s.jour)
      .toSorted()
      .at(-1)
    if (!fin) return []
    return d.pieces
      .filter((p) => p.genre === 'certificat' || p.genre === 'attestation')
      .filter((p) => jourLocal(p.emiseLe, d.session.zone) < fin)
      .map((p) => ({
        cle: p.id,
        phrase: `${enTete(direPiece(p))} est du ${direJour(jourLocal(p.emiseLe, d.session.zone))}, l’action finit le ${direJour(fin)}.`,
        ou: ouEst(p),
      }))
  },
}
