import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Intervenant, Statut, TiersId } from '../domain/lus.ts'
import { nommerEntreprises } from './entreprises.queries.ts'
import { alias, resoudre } from './renvois.ts'

type Ligne = Omit<Statut, 'nomEntreprise'>

const colonnes = sql`s.id, s.personne_id as personne, s.du::text as du, s.au::text as au, s.statut,
  s.entreprise_id as entreprise from tiers.statut s`

const nommes = async (tx: TenantTx, lignes: readonly Ligne[]): Promise<Statut[]> => {
  const noms = await nommerEntreprises(
    tx,
    lignes.flatMap((l) => (l.entreprise ? [l.entreprise] : [])),
  )
  return lignes.map((l) => ({
    ...l,
    nomEntreprise: l.entreprise ? (noms.get(l.entreprise) ?? null) : null,
  }))
}

/** Les statuts d'une personne, le plus récent d'abord ; ceux des fiches qui lui sont réunies en sont. */
export const statutsDe = async (tx: TenantTx, personne: TiersId): Promise<Statut[]> => {
  const memes = await alias(tx, 'fusion', personne)
  const { rows } = await sql<Ligne>`select ${colonnes}
    where s.personne_id = any (${`{${memes.join(',')}}`}::uuid[]) order by s.du desc, s.id`.execute(tx)
  return nommes(tx, rows)
}

/** Le statut d'une personne ce jour-là, ou rien. Deux fiches réunies qui diffèrent : celui de la gardée l'emporte. */
export const statutAuJour = async (
  tx: TenantTx,
  personne: TiersId,
  jour: DateCivile,
): Promise<Statut | undefined> => {
  const memes = await alias(tx, 'fusion', personne)
  const { rows } = await sql<Ligne>`select ${colonnes}
    where s.personne_id = any (${`{${memes.join(',')}}`}::uuid[]) and s.du <= ${jour}::date
      and (s.au is null or s.au >= ${jour}::date)
    order by array_position(${`{${memes.join(',')}}`}::uuid[], s.personne_id) limit 1`.execute(tx)
  return (await nommes(tx, rows))[0]
}

type LigneIntervenant = Omit<Intervenant, 'statut'> & { readonly statut: Intervenant['statut'] }

/**
 * Qui peut animer, par nom, avec son statut au jour dit (aujourd'hui à Paris, sans autre indication). Deux fiches
 * réunies n'en font qu'une, nommée par la gardée.
 */
export const intervenants = async (tx: TenantTx, jour?: DateCivile): Promise<Intervenant[]> => {
  const { rows } =
    await sql<LigneIntervenant>`select i.personne_id as personne, i.activite_id as activite, p.prenom,
      p.nom, p.courriel, i.compte_id as compte, i.titres, i.rapport,
      (select s.statut from tiers.statut s where s.organisme_id = i.organisme_id and s.personne_id = i.personne_id
        and s.du <= j.jour and (s.au is null or s.au >= j.jour)) as statut
    from tiers.intervenant i
      join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id,
      (select coalesce(${jour ?? null}::date, (now() at time zone 'Europe/Paris')::date) as jour) j
    order by p.pli, p.id`.execute(tx)
  const racines = await resoudre(
    tx,
    rows.map((l) => l.personne),
  )
  const absorbes = rows.filter((l) => racines.get(l.personne) !== l.personne)
  if (absorbes.length === 0) return rows
  const gardes = new Map<TiersId, Intervenant>(
    rows.filter((l) => !absorbes.includes(l)).map((l) => [l.personne, l]),
  )
  for (const l of absorbes) {
    const id = racines.get(l.personne) ?? l.personne
    const garde = gardes.get(id)
    gardes.set(
      id,
      garde
        ? { ...garde, compte: garde.compte ?? l.compte, statut: garde.statut ?? l.statut }
        : { ...l, ...(await identite(tx, id)), personne: id },
    )
  }
  return [...gardes.values()].sort((a, b) =>
    `${a.nom} ${a.prenom}`.localeCompare(`${b.nom} ${b.prenom}`, 'fr'),
  )
}

const identite = async (tx: TenantTx, id: TiersId) =>
  (
    await sql<{ prenom: string; nom: string; courriel: string | null }>`select prenom, nom, courriel
      from tiers.personne where id = ${id}`.execute(tx)
  ).rows[0]

export type FicheIntervenant = {
  readonly personne: TiersId
  readonly compte: PersonneId | null
  readonly titres: string
  readonly rapport: string
}

/** La fiche d'intervenant d'une personne (ou d'une fiche qui lui est réunie), si elle en a une. */
export const lireIntervenant = async (
  tx: TenantTx,
  personne: TiersId,
): Promise<FicheIntervenant | undefined> => {
  const memes = await alias(tx, 'fusion', personne)
  return (
    await sql<FicheIntervenant>`select personne_id as personne, compte_id as compte, titres, rapport
      from tiers.intervenant where personne_id = any (${`{${memes.join(',')}}`}::uuid[])
      order by array_position(${`{${memes.join(',')}}`}::uuid[], personne_id) limit 1`.execute(tx)
  ).rows[0]
}
