/** Les messages que l’on écrit à plusieurs : brouillon, puis confirmé une fois. */
import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'

export const publicsDEcrit = ['stagiaires', 'clients', 'intervenants'] as const
export type PublicDEcrit = (typeof publicsDEcrit)[number]
export type Nature = 'service' | 'information'

export type Ecrit = {
  readonly id: string
  readonly activite: ActiviteId
  /** Nulle : hors d’une session, à des personnes choisies. */
  readonly session: string | null
  readonly publics: readonly PublicDEcrit[]
  readonly nature: Nature
  readonly objet: string
  readonly corps: string
  readonly revision: number
  readonly ecritLe: Date
  readonly confirmeLe: Date | null
  readonly par: string | null
}

const colonnes = sql`id, activite_id as activite, session_id as session, publics, nature, objet, corps, revision, ecrit_le as "ecritLe",
  confirme_le as "confirmeLe", coalesce(confirme_par, ecrit_par) as par from etapes.ecrit where organisme_id = (select app.organisme()) and jete_le is null`

export const lireEcrit = async (
  tx: TenantTx,
  id: string,
  { verrou = false } = {},
): Promise<Ecrit | undefined> =>
  (await sql<Ecrit>`select ${colonnes} and id = ${id}::uuid ${verrou ? sql`for update` : sql``}`.execute(tx))
    .rows[0]

export const ecritsDeLaSession = async (tx: TenantTx, session: string): Promise<Ecrit[]> =>
  (
    await sql<Ecrit>`select ${colonnes} and session_id = ${session}::uuid order by ecrit_le desc, id limit 100`.execute(
      tx,
    )
  ).rows

type Saisi = Pick<Ecrit, 'publics' | 'nature' | 'objet' | 'corps'>

/** Un double envoi du formulaire, du même jeton, n’en fait qu’un. Faux : il y était déjà. */
export const ajouterEcrit = async (
  tx: TenantTx,
  e: Saisi & {
    readonly id: string
    readonly activite: ActiviteId
    readonly session: string | null
    readonly le: Date
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into etapes.ecrit (id, activite_id, session_id, publics, nature, objet, corps, ecrit_le)
    values (${e.id}::uuid, ${e.activite}::uuid, ${e.session}::uuid, ${`{${e.publics.join(',')}}`}::text[], ${e.nature}, ${e.objet}, ${e.corps}, ${e.le})
    on conflict do nothing`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

/** Faux : il est parti, ou quelqu’un l’a repris entre-temps. */
export const reprendreEcrit = async (
  tx: TenantTx,
  id: string,
  revision: number,
  e: Saisi,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update etapes.ecrit set publics = ${`{${e.publics.join(',')}}`}::text[], nature = ${e.nature}, objet = ${e.objet},
      corps = ${e.corps}, revision = revision + 1
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and revision = ${revision}::int4 and confirme_le is null and jete_le is null`.execute(
      tx,
    )
  return (numAffectedRows ?? 0n) > 0n
}

export const confirmerEcrit = async (tx: TenantTx, id: string, le: Date): Promise<void> => {
  await sql`update etapes.ecrit set confirme_le = ${le}, confirme_par = (select app.personne())
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and confirme_le is null`.execute(tx)
}

/** Un brouillon seulement : ce qui est parti reste écrit. */
export const jeterEcrit = async (tx: TenantTx, id: string, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update etapes.ecrit set jete_le = ${le} where organisme_id = (select app.organisme())
      and id = ${id}::uuid and confirme_le is null and jete_le is null`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

// ─── Hors d’une session ──────────────────────────────────────────────────────────────────────────

export const ecritsHorsSession = async (tx: TenantTx): Promise<Ecrit[]> =>
  (
    await sql<Ecrit>`select ${colonnes} and session_id is null order by ecrit_le desc, id limit 200`.execute(
      tx,
    )
  ).rows

const tableau = (ids: readonly string[]): string => `{${ids.join(',')}}`

/** Ceux-là, et eux seuls ; une personne que l’on ne voit pas n’y entre pas. */
export const choisirPersonnes = async (
  tx: TenantTx,
  ecrit: string,
  activite: ActiviteId,
  personnes: readonly string[],
): Promise<void> => {
  await sql`delete from etapes.ecrit_personne where organisme_id = (select app.organisme()) and ecrit_id = ${ecrit}::uuid
    and personne_id <> all (${tableau(personnes)}::uuid[])`.execute(tx)
  await sql`insert into etapes.ecrit_personne (ecrit_id, personne_id, activite_id)
    select ${ecrit}::uuid, p.id, ${activite}::uuid from tiers.personne p
    where p.organisme_id = (select app.organisme()) and p.id = any (${tableau(personnes)}::uuid[]) and p.effacee_le is null
    on conflict do nothing`.execute(tx)
}

export type Choisie = {
  readonly id: string
  readonly prenom: string
  readonly nom: string
  readonly courriel: string | null
  readonly employeur: string | null
}
const lesPersonnes = sql`select p.id, p.prenom, p.nom, p.courriel, e.nom as employeur from tiers.personne p
  left join tiers.entreprise e on e.organisme_id = p.organisme_id and e.id = p.entreprise_id`

export const personnesChoisies = async (tx: TenantTx, ecrit: string): Promise<Choisie[]> =>
  (
    await sql<Choisie>`${lesPersonnes} join etapes.ecrit_personne x on x.organisme_id = p.organisme_id and x.personne_id = p.id
      where p.organisme_id = (select app.organisme()) and x.ecrit_id = ${ecrit}::uuid and p.effacee_le is null order by p.pli, p.id`.execute(
      tx,
    )
  ).rows

export const personnesPar = async (tx: TenantTx, ids: readonly string[]): Promise<Choisie[]> =>
  ids.length === 0
    ? []
    : (
        await sql<Choisie>`${lesPersonnes} where p.organisme_id = (select app.organisme()) and p.id = any (${tableau(ids)}::uuid[])
          and p.effacee_le is null order by p.pli, p.id`.execute(tx)
      ).rows

/** Les contacts de ces entreprises, chacun une fois. */
export const contactsDesEntreprises = async (
  tx: TenantTx,
  entreprises: readonly string[],
): Promise<Choisie[]> =>
  entreprises.length === 0
    ? []
    : (
        await sql<Choisie>`${lesPersonnes} where p.organisme_id = (select app.organisme()) and p.effacee_le is null
          and not exists (select from tiers.fusion f where f.organisme_id = p.organisme_id and f.absorbe_id = p.id and f.defaite_le is null)
          and exists (select from tiers.contact c where c.organisme_id = p.organisme_id and c.personne_id = p.id and c.retire_le is null
            and c.entreprise_id = any (${tableau(entreprises)}::uuid[]))
          order by p.pli, p.id limit 1001`.execute(tx)
      ).rows

/** À qui il peut partir : une adresse une fois, et qui n’en a pas. */
export const separerMuets = (
  gens: readonly Choisie[],
): {
  readonly joignables: readonly (Choisie & { readonly courriel: string })[]
  readonly muets: readonly Choisie[]
} => {
  const parAdresse = new Map<string, Choisie & { readonly courriel: string }>()
  const muets: Choisie[] = []
  for (const p of gens) {
    if (!p.courriel || !isMailAddress(p.courriel)) muets.push(p)
    else if (!parAdresse.has(p.courriel.toLowerCase()))
      parAdresse.set(p.courriel.toLowerCase(), { ...p, courriel: p.courriel })
  }
  return { joignables: [...parAdresse.values()], muets }
}
