import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import { lireTaux } from './missions.ts'

/** La part d’une enseigne dans une activité commune, en centièmes de pour cent de ce que la marque reçoit. */
export type Part = { readonly activite: ActiviteId; readonly taux: number }
const TOUT = 10_000

/** Ce que les parts laissent à la marque commune ; sous zéro, elles dépassent le tout. */
export const resteALaMarque = (parts: readonly Pick<Part, 'taux'>[]): number =>
  TOUT - parts.reduce((t, p) => t + p.taux, 0)

/** Les parts qui courent ce jour-là ; avant le premier jour de toutes, celles de ce premier jour. */
export const partsDuJour = <C extends { readonly du: DateCivile; readonly au: DateCivile | null }>(
  cadres: readonly C[],
  jour: DateCivile,
): readonly C[] => {
  const premier = cadres.map((c) => c.du).toSorted()[0]
  const le = premier !== undefined && premier > jour ? premier : jour
  return cadres.filter((c) => c.du <= le && (c.au === null || c.au >= le))
}

/** Les enseignes qui ont deux parts accordées à la fois : l’une succède à l’autre, et un seul texte ne dit pas les deux. */
export const enseignesEnDouble = <C extends { readonly vendeuse: ActiviteId; readonly nomVendeuse: string }>(
  cadres: readonly C[],
): readonly string[] =>
  [...Map.groupBy(cadres, (c) => c.vendeuse).values()].flatMap((l) =>
    l.length > 1 ? (l[0]?.nomVendeuse ?? []) : [],
  )

/**
 * « Fil à plomb : 40 », une enseigne par ligne, au centième de pour cent. Une enseigne inconnue, nommée deux fois, ou la marque elle-même se
 * refuse ; des parts au-delà de ce que `deja` convenu laisse, aussi.
 */
export const lireParts = (
  texte: string,
  enseignes: readonly { readonly id: ActiviteId; readonly nom: string }[],
  collective: ActiviteId,
  deja: readonly Part[] = [],
): Result<readonly Part[], Refus> => {
  const lues: Part[] = []
  for (const ligne of texte.split('\n').map((l) => l.trim())) {
    if (ligne === '') continue
    // Une enseigne peut avoir « : » dans son nom : la part vient après le dernier.
    const coupe = ligne.lastIndexOf(':')
    const [nom, part] = [ligne.slice(0, Math.max(0, coupe)).trim(), ligne.slice(coupe + 1).trim()]
    if (nom === '' || part === '')
      return refuser('ligne', `Écrivez chaque part ainsi : « Fil à plomb : 40 ». « ${ligne} » ne se lit pas.`)
    const e = enseignes.find((x) => plier(x.nom) === plier(nom))
    if (!e) return refuser('enseigne', `Aucune enseigne de la coopérative ne se nomme « ${nom} ».`)
    if (e.id === collective)
      return refuser('enseigne', 'La marque commune garde ce que les parts laissent : ne la nommez pas.')
    if ([...lues, ...deja].some((p) => p.activite === e.id))
      return refuser('enseigne', `« ${e.nom} » a déjà sa part : une seule par enseigne.`)
    const taux = lireTaux(part)
    if (taux === undefined) return refuser('part', 'Une part va de 0,01 à 100 pour cent.')
    lues.push({ activite: e.id, taux })
  }
  if (lues.length === 0) return refuser('vide', 'Écrivez au moins une enseigne et sa part.')
  return resteALaMarque([...lues, ...deja]) < 0
    ? refuser('parts', 'Les parts dépassent le tout : revoyez-les avant de les proposer.')
    : ok(lues)
}

/** Les clauses de la convention, les mêmes pour toutes. Proposées, à faire relire par l’union ou un conseil. Sources : décret n° 2015-1363, C. trav., L7331-2. */
export const clausesCommunes: readonly { readonly titre: string; readonly texte: string }[] = [
  {
    titre: 'Comment elle se répartit',
    texte:
      'Ce que la marque commune reçoit, hors taxes, se répartit à ces parts, en un bon par enseigne ; chaque enseigne confirme le sien. Les centimes d’un arrondi restent à la marque commune.',
  },
  {
    titre: 'La rémunération',
    texte:
      'La part reçue entre au compte d’activité de l’enseigne. La rémunération de chaque personne s’en calcule comme son contrat le dit.',
  },
  {
    titre: 'Ce qui engage la coopérative',
    texte:
      'Devis, conventions, contrats et factures de l’activité commune sont au nom de la coopérative ; aucun ne part sans son visa (C. trav., L7331-2).',
  },
  {
    titre: 'En sortir',
    texte:
      'Une personne, ou la coopérative, met fin à la convention pour ce qui la concerne en l’écrivant aux autres. Ce qui est déjà réparti le reste ; les parts se conviennent de nouveau entre celles et ceux qui continuent.',
  },
  {
    titre: 'Un exemplaire par personne',
    texte:
      'Chaque personne signe avec la coopérative un exemplaire de ce même texte. La convention vaut quand tous sont signés.',
  },
]

/** Où en est l’exemplaire d’une personne ; `refus` : elle a refusé de signer ; `perimee` : les parts, ou les personnes, ne sont plus les mêmes. */
export type EtatExemplaire =
  | 'a-etablir'
  | 'a-viser'
  | 'refusee'
  | 'refus'
  | 'perimee'
  | 'a-envoyer'
  | 'attend-personne'
  | 'attend-cooperative'
  | 'signe'
export const etatExemplaire = (
  e:
    | {
        readonly perimee: boolean
        readonly vise: boolean
        /** Son visa est refusé. */
        readonly refuse: boolean
        /** La personne a refusé de signer. */
        readonly refus: boolean
        readonly envoyee: boolean
        readonly client: boolean
        readonly organisme: boolean
      }
    | undefined,
): EtatExemplaire => {
  if (!e) return 'a-etablir'
  if (e.perimee) return 'perimee'
  if (e.client && e.organisme) return 'signe'
  if (!e.vise) return e.refuse ? 'refusee' : 'a-viser'
  if (e.client) return 'attend-cooperative'
  return e.refus ? 'refus' : e.envoyee ? 'attend-personne' : 'a-envoyer'
}

/** « À partir du 1er janvier 2027, sans terme. » : du premier au dernier jour des parts accordées ; une seule sans terme, et la convention n’en a pas. */
export const direDuree = (
  cadres: readonly { readonly du: DateCivile; readonly au: DateCivile | null }[],
): string => {
  const du = cadres.map((c) => c.du).toSorted()[0]
  const fins = cadres.flatMap((c) => c.au ?? []).toSorted()
  const au = fins.length === cadres.length ? fins.at(-1) : undefined
  return du === undefined
    ? 'Aucune part n’est accordée.'
    : au === undefined
      ? `À partir du ${formaterDate(du)}, sans terme.`
      : `Du ${formaterDate(du)} au ${formaterDate(au)}.`
}
