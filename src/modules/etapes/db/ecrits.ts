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

// ─── Hors d’une session ──────────────────────────────────────────────────────────────────────────

export const ecritsHorsSession = async (tx: TenantTx): Promise<Ecrit[]> =>
  (
    await sql<Ecrit>`select ${colonnes} and session_id is null order by ecrit_le desc, id limit 200`.execute(
      tx,
    )
  ).rows

export const tableau = (ids: readonly string[]): string => `{${ids.join(',')}}`

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
