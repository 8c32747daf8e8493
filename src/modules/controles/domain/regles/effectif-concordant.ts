import { compter } from '#kernel/texte.ts'
import { direPiece, enTete, suivies } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const effectifConcordant: Regle = {
  code: 'effectif-concordant',
  titre: 'Personnes suivies sans être à la convention',
  source: {
    texte: 'D6353-1 (effectif concerné) ; incohérence avec la convention, motif de rejet',
    marque: 'deduit',
  },
  gravite: 'alerte',
  qui: 'equipe',
  remede: 'Établir un avenant',
  examiner: (d) =>
    d.pieces.flatMap((p) => {
      if (p.genre !== 'convention' || p.effectif === null) return []
      const venues = suivies(d).filter((i) => i.dossier === p.objet).length
      return venues > p.effectif
        ? [
            {
              cle: p.id,
              phrase: `${enTete(direPiece(p))} nomme ${compter(p.effectif, 'personne')}, ${venues} ont suivi la formation.`,
              ou: { genre: 'dossier', id: p.objet } as const,
            },
          ]
        : []
    }),
}
