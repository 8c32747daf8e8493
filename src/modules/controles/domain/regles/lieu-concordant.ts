import { enumerer } from '#kernel/texte.ts'
import { parCause } from '../lire.ts'
import type { Regle } from '../regle.ts'

const plat = (t: string) =>
  t
    .replace(/[’']/g, '’')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim()
    .toLowerCase()

/** Une pièce dit souvent le lieu sans la ville, écrite dans l’adresse : le début suffit. */
export const lieuConcordant: Regle = {
  code: 'lieu-concordant',
  titre: 'Lieux différents',
  source: { texte: 'lieu divergent, motif de rejet relevé en contrôle ; D6353-1', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Voir la pièce',
  examiner: (d) => {
    const lieux = [...new Set(d.seances.map((s) => s.lieu))]
    const admis = [d.session.lieu, ...lieux, enumerer(lieux)].map(plat)
    return parCause(
      d,
      d.pieces.filter(
        (p) => p.lieu !== null && plat(p.lieu) !== '' && !admis.some((a) => a.startsWith(plat(p.lieu ?? ''))),
      ),
      (p) => p.lieu ?? '',
      (dit, plusieurs) =>
        `${plusieurs ? 'disent' : 'dit'} « ${dit} », la session « ${enumerer(lieux.length > 0 ? lieux : [d.session.lieu])} ».`,
    )
  },
}
