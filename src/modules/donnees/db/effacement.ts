import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Fondement } from '#modules/emargement/index.ts'
import { jourTenu } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Fige, FigeTrouve } from '../domain/figes.ts'

const fichiers = async (q: Promise<{ rows: { f: string[] }[] }>): Promise<string[]> =>
  (await q).rows[0]?.f ?? []

/** Ôte contenu et octets ; rend les fichiers ôtés. Lève 23001 sous le plancher de la base, 42501 à qui ne conduit pas d’effacement. */
export const oublierPieces = (tx: TenantTx, pieces: readonly string[], le: Date): Promise<string[]> =>
  fichiers(sql<{ f: string[] }>`select porte.oublier_pieces(${[...pieces]}::uuid[], ${le}) as f`.execute(tx))

export const oublierParcours = (
  tx: TenantTx,
  inscriptions: readonly string[],
  quoi: readonly ('parcours' | 'distance' | 'reclamation' | 'handicap')[],
): Promise<string[]> =>
  fichiers(
    sql<{
      f: string[]
    }>`select porte.oublier_parcours(${[...inscriptions]}::uuid[], ${[...quoi]}::text[]) as f`.execute(tx),
  )

export const oublierListes = (tx: TenantTx, listes: readonly string[]): Promise<string[]> =>
  fichiers(sql<{ f: string[] }>`select porte.oublier_listes(${[...listes]}::uuid[]) as f`.execute(tx))

/** `derniere` : l’instant de la plus récente des lignes, à l’heure de la base (`porte.textes_figes`). */
type LigneFigee = Omit<FigeTrouve, 'derniere'> & { readonly derniere: string | null }

export type Remplacements = {
  readonly faits: Readonly<Record<string, number>>
  readonly echecs: readonly string[]
  readonly figes: readonly FigeTrouve[]
}
export const aLaPlaceDuNom = 'personne effacée'

export const remplacerPartout = async (
  tx: TenantTx,
  termes: readonly string[],
  exacts: readonly string[],
): Promise<Remplacements> => {
  const { rows } = await sql<{
    r: Omit<Remplacements, 'figes'> & { readonly figes: readonly LigneFigee[] }
  }>`select porte.remplacer_partout(${[...termes]}::text[], ${[...exacts]}::text[],
    ${aLaPlaceDuNom}) as r`.execute(tx)
  const [ligne] = rows
  return ligne
    ? {
        ...ligne.r,
        figes: ligne.r.figes.map((f) => ({
          ...f,
          derniere: f.derniere === null ? null : jourLocal(new Date(f.derniere), ZONE_PAR_DEFAUT),
        })),
      }
    : { faits: {}, echecs: [], figes: [] }
}

/** Ôte un nom d’un message en attente, ou le retire (`apres` nul) ; faux s’il est parti entre-temps. */
export const refermerCourriel = async (
  tx: TenantTx,
  effacement: string,
  m: { readonly id: string; readonly avant: Uint8Array; readonly apres: Uint8Array | null },
): Promise<boolean> =>
  (
    await sql<{
      r: boolean
    }>`select porte.refermer_courriel(${effacement}::uuid, ${m.id}::uuid, ${Buffer.from(m.avant)}::bytea,
      ${m.apres && Buffer.from(m.apres)}::bytea) as r`.execute(tx)
  ).rows[0]?.r === true

/** Remplace un texte chiffré, dans la transaction qui écrit cet effacement ; faux s’il a changé depuis qu’on l’a lu. */
export const refermerTexte = async (
  tx: TenantTx,
  effacement: string,
  t: { readonly table: string; readonly id: string; readonly avant: Uint8Array; readonly apres: Uint8Array },
): Promise<boolean> =>
  (
    await sql<{
      r: boolean
    }>`select porte.refermer_texte(${effacement}::uuid, ${t.table}, ${t.id}::uuid, ${Buffer.from(t.avant)}::bytea,
      ${Buffer.from(t.apres)}::bytea) as r`.execute(tx)
  ).rows[0]?.r === true

export const oublierPersonne = async (
  tx: TenantTx,
  ids: readonly PersonneId[],
  complet: boolean,
  le: Date,
): Promise<void> => {
  await sql`select porte.oublier_personne(${[...ids]}::uuid[], ${complet}, ${le})`.execute(tx)
  await sql`select porte.oublier_agendas(${[...ids]}::uuid[])`.execute(tx)
}

export const oublierBrouillons = async (tx: TenantTx, termes: readonly string[]): Promise<number> =>
  (await sql<{ n: number }>`select porte.oublier_brouillons(${[...termes]}::text[]) as n`.execute(tx)).rows[0]
    ?.n ?? 0

export type Rapport = {
  readonly pieces: number
  readonly parts: number
  readonly parcours: number
  readonly textes: Readonly<Record<string, number>>
  readonly echecs: readonly string[]
  /** Ce qui nomme encore la personne et ne se corrige pas, et jusqu’à quand. Absent des rapports d’avant. */
  readonly figes?: readonly Fige[]
  readonly brouillons: number
  /** Ce qui reste : la catégorie, le nombre, le dernier terme. */
  readonly restes: readonly { readonly categorie: string; readonly nombre: number; readonly terme: string }[]
}

export type Effacement = {
  readonly id: string
  readonly personne: PersonneId
  readonly fondement: Fondement
  readonly complet: boolean
  readonly prochaine: string | null
  readonly rapport: Rapport
  readonly motif: string
  readonly faitLe: Date
  readonly par: string | null
}

const colonnes = sql`id, personne_id as personne, fondement, complet, prochaine::text, rapport, motif, fait_le as "faitLe", par`

export const effacementsDe = async (tx: TenantTx, ids: readonly PersonneId[]): Promise<Effacement[]> =>
  (
    await sql<Effacement>`select ${colonnes} from donnees.effacement where organisme_id = (select app.organisme())
      and personne_id = any (${[...ids]}::uuid[]) and rapport <> '{}' order by fait_le desc`.execute(tx)
  ).rows

export const listerEffacements = async (tx: TenantTx): Promise<Effacement[]> =>
  (
    await sql<Effacement>`select ${colonnes} from donnees.effacement where organisme_id = (select app.organisme()) and rapport <> '{}'
      order by fait_le desc, id desc limit 500`.execute(tx)
  ).rows

// ─── Suspendre ────────────────────────────────────────────────────────────────────────────────────
export type Suspension = {
  readonly id: string
  readonly motif: string
  readonly poseeLe: Date
  readonly par: string | null
}

export const suspensionDe = async (
  tx: TenantTx,
  ids: readonly PersonneId[],
): Promise<Suspension | undefined> =>
  (
    await sql<Suspension>`select id, motif, posee_le as "poseeLe", par from donnees.suspension
      where organisme_id = (select app.organisme()) and personne_id = any (${[...ids]}::uuid[]) and levee_le is null limit 1`.execute(
      tx,
    )
  ).rows[0]

// ─── La purge ─────────────────────────────────────────────────────────────────────────────────────
/**
 * Qui regarder cette nuit : un terme écrit est venu, un besoin d’adaptation est échu, ou plus rien ne s’est passé depuis la plus courte
 * des autres durées et personne ne l’a encore jugé. `mois` : ces deux durées.
 */
export const aRegarder = async (
  tx: TenantTx,
  jour: string,
  mois: { readonly handicap: number; readonly autres: number },
  max: number,
): Promise<PersonneId[]> => {
  const { rows } = await sql<{ id: PersonneId }>`
    with derniers as (select distinct on (personne_id) personne_id, prochaine, complet from donnees.effacement
      where organisme_id = (select app.organisme()) order by personne_id, fait_le desc)
    select p.id from tiers.personne p left join derniers d on d.personne_id = p.id
    where p.organisme_id = (select app.organisme()) and p.effacee_le is null
      and not exists (select from tiers.fusion f where f.organisme_id = p.organisme_id and f.absorbe_id = p.id and f.defaite_le is null)
      and not exists (select from donnees.suspension s where s.organisme_id = p.organisme_id and s.personne_id = p.id and s.levee_le is null)
      and (d.prochaine <= ${jour}::date
        or exists (select from inscriptions.inscription i join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
          join qualite.affaire a on a.organisme_id = i.organisme_id and a.inscription_id = i.id and a.genre = 'adaptation' and a.objet <> 'effacé'
          where i.organisme_id = p.organisme_id and i.personne_id = p.id and ${jourTenu('s', 'fin')} < ${jour}::date - make_interval(months => ${mois.handicap}::int4))
        or (d.personne_id is null and p.cree_le < ${jour}::date - make_interval(months => ${mois.autres}::int4)
          and not exists (select from inscriptions.inscription i join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
            where i.organisme_id = p.organisme_id and i.personne_id = p.id
              and s.dernier_jour >= ${jour}::date - make_interval(months => ${mois.autres}::int4)
              and ${jourTenu('s', 'fin')} >= ${jour}::date - make_interval(months => ${mois.autres}::int4))))
    order by p.cree_le, p.id limit ${max}`.execute(tx)
  return rows.map((r) => r.id)
}

export type RapportDePurge = {
  readonly personnes: number
  readonly completes: number
  readonly pieces: number
  readonly parts: number
  readonly parcours: number
  readonly parCategorie: Readonly<Record<string, number>>
  /** Ce qui n’a pas pu se faire : l’identifiant de la personne et pourquoi. */
  readonly refus: readonly { readonly personne: string; readonly pourquoi: string }[]
}

export type Passage = {
  readonly id: string
  readonly le: Date
  readonly essai: boolean
  readonly rapport: RapportDePurge
  readonly par: string | null
}

export const listerPassages = async (tx: TenantTx): Promise<Passage[]> =>
  (
    await sql<Passage>`select id, le, essai, rapport, par from donnees.passage where organisme_id = (select app.organisme())
      order by le desc, id desc limit 60`.execute(tx)
  ).rows

export const purgeActive = async (tx: TenantTx): Promise<boolean> =>
  (
    await sql<{
      purge: boolean
    }>`select purge from donnees.reglage where organisme_id = (select app.organisme())`.execute(tx)
  ).rows[0]?.purge === true

export const activiteCommune = async (tx: TenantTx): Promise<ActiviteId> => {
  const { rows } = await sql<{ id: ActiviteId }>`select id from organisme.activite
    where organisme_id = (select app.organisme()) order by commune desc, ouverte_le, id limit 1`.execute(tx)
  const id = rows[0]?.id
  if (!id) throw new Error('Aucune enseigne.')
  return id
}
