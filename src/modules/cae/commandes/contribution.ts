import { centimes, formaterMontant } from '#kernel/montant.ts'
import { commandeDeCas } from '#web/commande-pure.ts'
import type { Part } from '../domain/bareme.ts'
import type { Contribution } from '../domain/contribution.ts'
import { type CasDeContribution, lireContributions } from '../lecture/lire-contribution.ts'

const euros = (n: number): string => formaterMontant(centimes(n))
const pourCent = (millioniemes: number): string => `${String(millioniemes / 10_000).replace('.', ',')} %`
/** Une base tombe au douzième de centime quand l’exercice est coupé : elle se montre au centime. */
const base = (p: Part): number => Math.round(Number(p.base) / 12)

const detailDe = ({ lignes }: Contribution) => ({
  detail: lignes.map((l) => ({
    piece: l.piece,
    centimes: l.centimes,
    baremeDepuis: l.depuis,
    tranches: l.parts.map((p) => ({ de: p.de, jusqua: p.a, base: base(p), milliemes: p.taux / 1000 })),
  })),
})

const enJson = ({ id, contribution }: CasDeContribution, detail: boolean) => ({
  id,
  lignes: contribution.lignes.map((l) => l.centimes),
  fixe: contribution.fixe,
  total: contribution.total,
  ...(detail ? detailDe(contribution) : {}),
})

const enTexte = ({ id, contribution }: CasDeContribution): readonly string[] => [
  id,
  ...contribution.lignes.map(
    (l) =>
      `  ${l.piece} : ${euros(l.centimes)}${l.parts.map((p) => ` · ${pourCent(p.taux)} de ${euros(base(p))}`).join('')}`,
  ),
  ...(contribution.fixe === 0 ? [] : [`  Part fixe : ${euros(contribution.fixe)}`]),
  `  Total : ${euros(contribution.total)}`,
  '',
]

/** La contribution de chaque cas d’un fichier, pièce par pièce, au centime. Sans base. */
export const contributionCommande = commandeDeCas({
  nom: 'cae contribution',
  option: '--cas',
  lire: lireContributions,
  juger: (cas, detail) => ({
    document: { cas: cas.map((c) => enJson(c, detail)) },
    lignes: cas.flatMap(enTexte),
  }),
})
