/** Le compte de chaque client : ce qui lui est facturé, ce qu’il a versé, ce qui reste ouvert. Une facture retirée n’y est pas. */
import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Montant } from '#kernel/montant.ts'
import { type EntrepriseId, resoudre, resoudreEntreprises, type TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FactureId, GenreFacture, Moyen } from '../domain/facture.ts'

/** Une fiche d’entreprise, de personne, ou le seul nom d’un payeur enregistré sans fiche. */
export type GenreDeCompte = 'entreprise' | 'personne' | 'nom'
export type Ouverte = {
  readonly echeance: DateCivile | null
  readonly emiseLe: DateCivile
  readonly solde: Montant
}
export type CompteLu = {
  readonly genre: GenreDeCompte
  /** L’identifiant de la fiche ; le nom replié quand il n’y en a pas. */
  readonly cle: string
  readonly nom: string
  readonly pli: string
  readonly facture: Montant
  readonly regle: Montant
  readonly ouvertes: readonly Ouverte[]
}

const vivante = sql`coalesce((select a.retiree from facturation.affectation a where a.organisme_id = f.organisme_id
  and a.facture_id = f.id order by a.rang desc limit 1), false) = false`
const solde = sql`(f.total_ttc_centimes
  + coalesce((select sum(v.total_ttc_centimes) from facturation.facture v where v.organisme_id = f.organisme_id and v.corrige_id = f.id), 0)
  - coalesce((select sum(i.montant_centimes) from facturation.imputation i where i.organisme_id = f.organisme_id and i.facture_id = f.id), 0))`

/** Une pièce, ou un versement, d’un payeur sans fiche : un versement n’a que le nom écrit sur la facture qu’il vint payer. */
export const sansFicheAuNom = (t: 'f' | 'r', pli: string): RawBuilder<unknown> =>
  sql`${sql.ref(`${t}.payeur_entreprise_id`)} is null and ${sql.ref(`${t}.payeur_personne_id`)} is null
    and ${sql.ref(`${t}.payeur_nom`)} in (select x.payeur_nom from facturation.facture x where x.organisme_id = (select app.organisme())
      and x.pli = ${pli} and x.payeur_entreprise_id is null and x.payeur_personne_id is null)`

type Ligne = {
  readonly entreprise: EntrepriseId | null
  readonly personne: TiersId | null
  readonly nom: string
  readonly pli: string
  readonly facture: Montant
  readonly regle: Montant
  readonly ouvertes: readonly Ouverte[]
}

/** Un compte : sa fiche gardée et celles qui y sont réunies, ou un nom replié, sans fiche. */
export type UnCompte = {
  readonly genre: GenreDeCompte
  readonly cle: string
  readonly fiches: readonly string[]
}
const duCompte = (t: 'f' | 'r', { genre, cle, fiches }: UnCompte): RawBuilder<unknown> =>
  genre === 'nom'
    ? sansFicheAuNom(t, cle)
    : sql`${sql.ref(`${t}.${genre === 'entreprise' ? 'payeur_entreprise_id' : 'payeur_personne_id'}`)} = any (${`{${fiches.join(',')}}`}::uuid[])`

/**
 * Les comptes dont une pièce ou un versement existe, par nom ; les fiches réunies n’en font qu’un. `seul` : celui-là, et les
 * autres ne se lisent pas.
 */
export const listerComptes = async (tx: TenantTx, seul?: UnCompte): Promise<CompteLu[]> => {
  const sien = (t: 'f' | 'r') => (seul ? duCompte(t, seul) : sql`true`)
  const { rows } = await sql<Ligne>`with nus as materialized (
      select f.payeur_nom as nom, min(f.pli) as pli from facturation.facture f
        where f.organisme_id = (select app.organisme()) and f.payeur_entreprise_id is null and f.payeur_personne_id is null and ${sien('f')} group by 1),
    p as (
      select f.payeur_entreprise_id as entreprise, f.payeur_personne_id as personne,
          case when f.payeur_entreprise_id is null and f.payeur_personne_id is null then f.pli end as nu, f.payeur_nom as nom,
          f.total_ttc_centimes as facture, 0::bigint as regle,
          case when f.genre <> 'avoir' then jsonb_build_object('echeance', f.echeance, 'emiseLe', f.emise_le, 'solde', ${solde}) end as ouverte
        from facturation.facture f where f.organisme_id = (select app.organisme()) and ${sien('f')} and ${vivante}
      union all
      select r.payeur_entreprise_id, r.payeur_personne_id,
          case when r.payeur_entreprise_id is null and r.payeur_personne_id is null
            then (select n.pli from nus n where n.nom = r.payeur_nom) end,
          r.payeur_nom, 0, r.montant_centimes, null
        from facturation.reglement r where r.organisme_id = (select app.organisme()) and ${sien('r')})
    select p.entreprise, p.personne, coalesce(e.nom, q.prenom || ' ' || q.nom, min(p.nom)) as nom, coalesce(e.pli, q.pli, p.nu, '') as pli,
        sum(p.facture)::bigint as facture, sum(p.regle)::bigint as regle,
        coalesce(jsonb_agg(p.ouverte) filter (where (p.ouverte ->> 'solde')::bigint > 0), '[]') as ouvertes
      from p left join tiers.entreprise e on e.organisme_id = (select app.organisme()) and e.id = p.entreprise
        left join tiers.personne q on q.organisme_id = (select app.organisme()) and q.id = p.personne
      group by p.entreprise, p.personne, p.nu, e.nom, e.pli, q.prenom, q.nom, q.pli`.execute(tx)
  const entreprises = await resoudreEntreprises(
    tx,
    rows.flatMap((r) => (r.entreprise ? [r.entreprise] : [])),
  )
  const personnes = await resoudre(
    tx,
    rows.flatMap((r) => (r.personne ? [r.personne] : [])),
  )
  const comptes = new Map<string, CompteLu>()
  for (const { entreprise, personne, ...r } of rows) {
    const genre = entreprise ? 'entreprise' : personne ? 'personne' : 'nom'
    const cle = entreprise
      ? (entreprises.get(entreprise) ?? entreprise)
      : personne
        ? (personnes.get(personne) ?? personne)
        : r.pli
    const deja = comptes.get(`${genre} ${cle}`)
    const racine = cle === entreprise || cle === personne || genre === 'nom'
    comptes.set(`${genre} ${cle}`, {
      genre,
      cle,
      nom: deja && !racine ? deja.nom : r.nom,
      pli: deja && !racine ? deja.pli : r.pli,
      facture: ((deja?.facture ?? 0) + r.facture) as Montant,
      regle: ((deja?.regle ?? 0) + r.regle) as Montant,
      ouvertes: [...(deja?.ouvertes ?? []), ...r.ouvertes],
    })
  }
  return [...comptes.values()].toSorted((a, b) =>
    a.pli < b.pli ? -1 : a.pli > b.pli ? 1 : a.cle < b.cle ? -1 : 1,
  )
}

export type LigneDeCompte = {
  readonly jour: DateCivile
  readonly quoi: GenreFacture | 'reglement'
  /** Le numéro de la pièce, ou la référence du versement. */
  readonly libelle: string
  readonly facture: FactureId | null
  readonly moyen: Moyen | null
  readonly echeance: DateCivile | null
  /** Ce que la ligne ajoute à la dette : un avoir et un versement sont négatifs, un remboursement positif. */
  readonly montant: Montant
  readonly id: string
  /** Ce qu’elle solde ou corrige : voir `domain/lettrer.ts`. */
  readonly liens: readonly string[]
  /** Un versement qui rend l’avance d’un autre. */
  readonly rend: boolean
  /** Faux : un versement défait, ou celui qui le défait. */
  readonly vif: boolean
}

/** Toutes les fiches réunies à celle-ci, elle comprise. */
export const fichesDe = async (
  tx: TenantTx,
  genre: 'entreprise' | 'personne',
  racine: string,
): Promise<readonly string[]> => {
  const colonne = sql.ref(genre === 'entreprise' ? 'payeur_entreprise_id' : 'payeur_personne_id')
  const { rows } = await sql<{
    id: string
  }>`select distinct ${colonne} as id from facturation.facture where ${colonne} is not null
    union select distinct ${colonne} from facturation.reglement where ${colonne} is not null`.execute(tx)
  const ids = rows.map((r) => r.id)
  const racines =
    genre === 'entreprise'
      ? await resoudreEntreprises(tx, ids as EntrepriseId[])
      : await resoudre(tx, ids as TiersId[])
  return [racine, ...ids.filter((id) => (racines as ReadonlyMap<string, string>).get(id) === racine)]
}

/** Les pièces et les versements d’un compte, du plus ancien au plus récent. `racine` : la fiche gardée, ou le nom replié. */
export const lignesDuCompte = async (
  tx: TenantTx,
  genre: GenreDeCompte,
  racine: string,
  fiches?: readonly string[],
): Promise<LigneDeCompte[]> => {
  const leurs = genre === 'nom' ? [] : (fiches ?? (await fichesDe(tx, genre, racine)))
  const sien = (t: 'f' | 'r') => duCompte(t, { genre, cle: racine, fiches: leurs })
  return (
    await sql<LigneDeCompte>`select jour, quoi, libelle, facture, moyen, echeance, montant, id, liens, rend, vif from (
        select f.emise_le as jour, f.genre as quoi, f.numero as libelle, f.id as facture, null::text as moyen, f.echeance,
            f.total_ttc_centimes as montant, 0 as ordre, f.id, array_remove(array[f.corrige_id], null) as liens, false as rend, true as vif
          from facturation.facture f where f.organisme_id = (select app.organisme()) and ${sien('f')} and ${vivante}
        union all
        select r.jour, 'reglement', coalesce(r.reference, ''), null, r.moyen, null, -r.montant_centimes, case when r.rend_id is null then 1 else 2 end, r.id,
            array(select distinct i.facture_id from facturation.imputation i where i.organisme_id = r.organisme_id and i.reglement_id = r.id)
              || array_remove(array[r.annule_id, r.rend_id], null), r.rend_id is not null,
            r.annule_id is null and not exists (select from facturation.reglement n where n.organisme_id = r.organisme_id and n.annule_id = r.id)
          from facturation.reglement r where r.organisme_id = (select app.organisme()) and ${sien('r')}) l
      order by jour, ordre, id`.execute(tx)
  ).rows
}

export type SoldeDeFiches = {
  /** Pièces et versements : zéro, le compte n’existe pas. */
  readonly pieces: number
  readonly facture: Montant
  readonly regle: Montant
  /** Ce qui reste ouvert, et ce qui en est échu. */
  readonly du: Montant
  readonly enRetard: Montant
  readonly credit: Montant
}

/** Le compte d’une entreprise, ses fiches réunies, en une question. */
export const soldeDesFiches = async (
  tx: TenantTx,
  fiches: readonly string[],
  le: DateCivile,
): Promise<SoldeDeFiches> => {
  const ids = `{${fiches.join(',')}}`
  const { rows } = await sql<SoldeDeFiches>`with f as (
      select f.total_ttc_centimes as ttc, case when f.genre <> 'avoir' then greatest(${solde}, 0) else 0 end as du, f.echeance
        from facturation.facture f where f.organisme_id = (select app.organisme()) and f.payeur_entreprise_id = any (${ids}::uuid[]) and ${vivante}),
    r as (select count(*) as n, coalesce(sum(r.montant_centimes), 0) as regle from facturation.reglement r
        where r.organisme_id = (select app.organisme()) and r.payeur_entreprise_id = any (${ids}::uuid[]))
    select (count(f.ttc) + max(r.n))::int4 as pieces, coalesce(sum(f.ttc), 0)::bigint as facture, max(r.regle)::bigint as regle,
        coalesce(sum(f.du), 0)::bigint as du, coalesce(sum(f.du) filter (where f.echeance < ${le}::date), 0)::bigint as "enRetard",
        greatest(coalesce(sum(f.du), 0) - coalesce(sum(f.ttc), 0) + max(r.regle), 0)::bigint as credit
      from r left join f on true`.execute(tx)
  const [c] = rows
  if (!c) throw new Error('Un compte rend toujours une ligne.')
  return c
}
