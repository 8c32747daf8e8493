import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import { enTva, motDuPrix } from '#modules/organisme/index.ts'
import type { PublicTx } from '#platform/db/index.ts'
import { type Contenu, lireContenu } from '../domain/contenu.ts'
import type { Modalite, Nature, OffreId } from '../domain/offre.ts'

/**
 * En ligne, et dont la certification n’est pas échue ce jour-là : montrer une certification périmée serait une publicité
 * trompeuse (L. 6352-13).
 */
const visible = (jour: DateCivile) =>
  sql`f.retiree_le is null and (f.echoit_le is null or f.echoit_le >= ${jour}::date)`

/** Une ligne de la liste publique. */
export type LigneFiche = {
  readonly organisme: OrganismeId
  readonly organismeNom: string
  readonly offre: OffreId
  readonly intitule: string
  readonly pli: string
  readonly nature: Nature
  readonly modalite: Modalite
  readonly duree: number
  readonly prix: Montant
  readonly certification: string | null
  readonly publieeLe: Date
  /** Ce que le prix comprend, au régime de la coopérative ce jour-là. */
  readonly motDuPrix: 'net de taxe' | 'taxe comprise'
  /** Où est la coopérative ; vide quand elle ne montre pas son siège. */
  readonly ville: string
}

/** L’identité publique de qui a une fiche en ligne. */
export type Vitrine = {
  readonly nom: string
  readonly siret: string
  readonly nda: string | null
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly courriel: string
  readonly telephone: string
  readonly site: string
}
type RegimePublic = { readonly regime_tva: string; readonly tva_demande_recue_le: DateCivile | null }
type LigneLue = Omit<LigneFiche, 'motDuPrix'> & RegimePublic
/** Le régime que la vitrine dit, en un mot. */
const avecMot = ({ regime_tva, tva_demande_recue_le, ...f }: LigneLue, jour: DateCivile): LigneFiche => ({
  ...f,
  motDuPrix: motDuPrix(enTva({ regime_tva, tva_demande_recue_le }), jour),
})

export type FichePublique = LigneFiche & {
  readonly contenu: Contenu
  readonly version: number
  readonly vitrine: Vitrine
  /** Ce que l’appelant a demandé avec elle. */
  readonly avec: unknown
}

const colonnes = sql`f.organisme_id as organisme, f.organisme_nom as "organismeNom", f.offre_id as offre, f.intitule, f.pli,
  f.nature, f.modalite, f.duree_minutes as duree, f.prix_centimes as prix, f.certification, f.publiee_le as "publieeLe"`

export type FiltreFiches = {
  /** Des mots, dans l’intitulé, l’objectif, la spécialité ou le nom de l’organisme ; accents et casse indifférents. */
  readonly q?: string
  readonly modalite?: Modalite | undefined
  readonly nature?: Nature | undefined
  /** Une spécialité (trois chiffres). */
  readonly nsf?: string | undefined
  readonly certifiante?: boolean
}

/**
 * Les fiches en ligne de toutes les coopératives, par intitulé, à partir d’un repère ; une de plus que `taille` s’il en
 * reste. Le filtre lit toutes les fiches : quelques milliers de lignes courtes, sans le contenu.
 */
export const chercherFiches = async (
  tx: PublicTx,
  jour: DateCivile,
  f: FiltreFiches,
  apres: readonly [pli: string, offre: string] | undefined,
  taille: number,
): Promise<LigneFiche[]> => {
  const mots = plier(f.q ?? '')
    .split(' ')
    .filter((m) => m !== '')
    .slice(0, 8)
  const conditions = [
    visible(jour),
    ...mots.map((m) => sql`strpos(f.recherche, ${m}) > 0`),
    ...(f.modalite ? [sql`f.modalite = ${f.modalite}`] : []),
    ...(f.nature ? [sql`f.nature = ${f.nature}`] : []),
    ...(f.nsf ? [sql`f.nsf = ${f.nsf}`] : []),
    ...(f.certifiante ? [sql`f.certification is not null`] : []),
    ...(apres ? [sql`(f.pli, f.offre_id) > (${apres[0]}, ${apres[1]}::uuid)`] : []),
  ]
  return lireLignes(
    tx,
    jour,
    sql`select ${colonnes} from catalogue.fiche f where ${sql.join(conditions, sql` and `)} order by f.pli, f.offre_id limit ${taille + 1}`,
    sql`f.pli, f.offre`,
  )
}

/** La vitrine de chaque ligne retenue, lue une fois la liste bornée. */
const lireLignes = async (
  tx: PublicTx,
  jour: DateCivile,
  lignes: RawBuilder<unknown>,
  ordre: RawBuilder<unknown>,
): Promise<LigneFiche[]> => {
  const { rows } =
    await sql<LigneLue>`select f.organisme, f."organismeNom", f.offre, f.intitule, f.pli, f.nature, f.modalite, f.duree, f.prix,
      f.certification, f."publieeLe", coalesce(v.ville, '') as ville, coalesce(v.regime_tva, 'a-dire') as regime_tva, v.tva_demande_recue_le
    from (${lignes}) f left join lateral porte.vitrine(f.organisme) v on true order by ${ordre}`.execute(tx)
  return rows.map((l) => avecMot(l, jour))
}

/** Ces offres, si elles sont en ligne ce jour-là, dans l’ordre demandé ; puis les dernières parues, jusqu’à `taille`. */
export const fichesEnTete = (
  tx: PublicTx,
  jour: DateCivile,
  offres: readonly OffreId[],
  taille: number,
): Promise<LigneFiche[]> =>
  lireLignes(
    tx,
    jour,
    sql`select ${colonnes}, array_position(${[...offres]}::uuid[], f.offre_id) as rang from catalogue.fiche f
      where ${visible(jour)} order by rang nulls last, f.publiee_le desc, f.offre_id limit ${taille}`,
    sql`f.rang nulls last, f."publieeLe" desc, f.offre`,
  )

/** Combien d’offres sont en ligne ce jour-là. */
export const nombreDeFiches = async (tx: PublicTx, jour: DateCivile): Promise<number> =>
  (
    await sql<{ n: number }>`select count(*)::int as n from catalogue.fiche f where ${visible(jour)}`.execute(
      tx,
    )
  ).rows[0]?.n ?? 0

/**
 * La fiche en ligne de cette offre, d’où qu’elle soit, et l’identité de qui la publie ; rien si elle n’a pas paru ou n’y est plus.
 * `avec` : ce que l’appelant lit du même pas de cette offre, une colonne jsonb qui la nomme `f.offre_id`. Chaque instruction de plus
 * pesait un dixième de la page.
 */
export const lireFichePublique = async (
  tx: PublicTx,
  jour: DateCivile,
  offre: OffreId,
  avec: RawBuilder<unknown> = sql`null::jsonb`,
): Promise<FichePublique | undefined> => {
  const { rows } = await sql<
    Omit<LigneFiche, 'motDuPrix' | 'ville'> & {
      contenu: unknown
      version: number
      avec: unknown
      vitrine: Omit<Vitrine, 'codePostal'> & { code_postal: string } & RegimePublic
    }
  >`select ${colonnes}, f.numero as version, f.contenu, to_jsonb(v) as vitrine, ${avec} as avec
    from catalogue.fiche f cross join lateral porte.vitrine(f.organisme_id) v
    where f.offre_id = ${offre} and ${visible(jour)} limit 1`.execute(tx)
  const [lue] = rows
  if (!lue) return undefined
  const { code_postal: codePostal, regime_tva, tva_demande_recue_le, ...vitrine } = lue.vitrine
  return {
    ...lue,
    ville: vitrine.ville,
    motDuPrix: motDuPrix(enTva({ regime_tva, tva_demande_recue_le }), jour),
    contenu: lireContenu(lue.contenu),
    vitrine: { ...vitrine, codePostal },
  }
}

/** L’adresse et la date de chaque fiche en ligne : le plan du site, borné à ce qu’un fichier de plan admet. */
export const listerPlan = async (
  tx: PublicTx,
  jour: DateCivile,
): Promise<{ offre: OffreId; publieeLe: Date }[]> => {
  const { rows } = await sql<{
    offre: OffreId
    publieeLe: Date
  }>`select f.offre_id as offre, f.publiee_le as "publieeLe" from catalogue.fiche f
    where ${visible(jour)} order by f.publiee_le desc, f.offre_id limit 50000`.execute(tx)
  return rows
}

/**
 * Les spécialités qui ont une fiche en ligne : on n’offre pas un filtre qui ne rend rien. De l’une à la suivante par l’index : il y en
 * a quelques dizaines, et cinquante mille fiches.
 */
export const specialitesEnLigne = async (tx: PublicTx, jour: DateCivile): Promise<string[]> => {
  const premiere = (apres: RawBuilder<unknown>) => sql`(select f.nsf from catalogue.fiche f
      where ${visible(jour)} and ${apres} order by f.nsf limit 1)`
  const { rows } = await sql<{ nsf: string }>`with recursive t as (
      select ${premiere(sql`true`)} as nsf
      union all
      select ${premiere(sql`f.nsf > t.nsf`)} from t where t.nsf is not null)
    select nsf from t where nsf is not null`.execute(tx)
  return rows.map((r) => r.nsf)
}
