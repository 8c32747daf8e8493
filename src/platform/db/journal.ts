import { sql } from 'kysely'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { newId } from '#platform/db/new-id.ts'
import { poserEnNombre } from '#platform/db/poser-en-nombre.ts'
import type { TenantTx } from '#platform/db/tenant.ts'

/** Ce qu’une colonne `jsonb` rend. */
type JsonValue =
  | string
  | number
  | boolean
  | null
  | { readonly [cle: string]: JsonValue | undefined }
  | readonly JsonValue[]

export type GesteId = Id<'Geste'>

/** Un geste à consigner. L'organisme et l'auteur sont ceux de la transaction : on ne les donne pas. */
export type GesteAConsigner = {
  readonly activite: ActiviteId
  readonly faitLe: Date
  /** Le module qui consigne : `emargement`. */
  readonly module: string
  /** Un verbe et son objet : `signer-demi-journee`. */
  readonly geste: string
  readonly objet?: { readonly genre: string; readonly id: string }
  /**
   * Une phrase lisible, où un nom n'est jamais écrit : `{personne:UUID}`, `{session:UUID}` sont résolus à la
   * lecture. Un nom corrigé ou effacé l'est donc partout.
   */
  readonly phrase: string
  readonly details?: Readonly<Record<string, JsonValue>>
}

/** Un geste consigné. `par` est vide pour une tâche de fond. */
export type GesteConsigne = {
  readonly id: GesteId
  readonly activite: ActiviteId
  readonly faitLe: Date
  readonly par: PersonneId | null
  readonly module: string
  readonly geste: string
  readonly objet?: { readonly genre: string; readonly id: string }
  readonly phrase: string
  readonly details: JsonValue
}

/** Consigne un geste, dans la transaction qui le fait : l'un ne va pas sans l'autre. */
export const consigner = async (tx: TenantTx, geste: GesteAConsigner): Promise<GesteId> => {
  const id = newId<'Geste'>(geste.faitLe)
  await sql`insert into journal.geste (id, activite_id, fait_le, module, geste, objet_genre, objet_id, phrase, details)
    values (${id}, ${geste.activite}, ${geste.faitLe}, ${geste.module}, ${geste.geste}, ${geste.objet?.genre ?? null}, ${geste.objet?.id ?? null},
      ${geste.phrase}, ${JSON.stringify(geste.details ?? {})})`.execute(tx)
  return id
}

/** Plusieurs d’un lot, d’une instruction. */
export const consignerTous = (tx: TenantTx, gestes: readonly GesteAConsigner[]): Promise<void> =>
  poserEnNombre(
    tx,
    gestes.map((g) => ({
      ...g,
      phrase: g.phrase.toWellFormed(),
      id: newId<'Geste'>(g.faitLe),
      genre: g.objet?.genre,
      objet: g.objet?.id,
      details: g.details ?? {},
    })),
    (
      json,
    ) => sql`insert into journal.geste (id, activite_id, fait_le, module, geste, objet_genre, objet_id, phrase, details)
      select id, activite, "faitLe", module, geste, genre, objet, phrase, details
      from jsonb_to_recordset(${json}::jsonb) as x (id uuid, activite uuid, "faitLe" timestamptz, module text, geste text,
        genre text, objet uuid, phrase text, details jsonb)`,
  )

/** Où la page suivante reprend : le dernier geste lu. */
export type Repere = { readonly faitLe: Date; readonly id: GesteId }

export type FiltreJournal = {
  readonly objet?: string
  readonly module?: string
  readonly avant?: Repere
  readonly limite?: number
}

/** Le journal, du plus récent au plus ancien. Par clé et non par rang : une ligne ajoutée ne décale rien. */
export const lireJournal = async (tx: TenantTx, filtre: FiltreJournal = {}): Promise<GesteConsigne[]> => {
  const { objet, module, avant, limite = 50 } = filtre
  const { rows } = await sql<
    Omit<GesteConsigne, 'objet'> & { objetGenre: string | null; objetId: string | null }
  >`select id,
      activite_id as activite, fait_le as "faitLe", par, module, geste, objet_genre as "objetGenre", objet_id as "objetId", phrase, details
    from journal.geste
    where ${objet === undefined ? sql`true` : sql`objet_id = ${objet}`} and ${module === undefined ? sql`true` : sql`module = ${module}`}
      and ${avant ? sql`(fait_le, id) < (${avant.faitLe}::timestamptz, ${avant.id}::uuid)` : sql`true`}
    order by fait_le desc, id desc limit ${Math.min(Math.max(limite, 1), 200)}`.execute(tx)
  return rows.map(({ objetGenre, objetId, ...l }) => ({
    ...l,
    ...(objetGenre && objetId ? { objet: { genre: objetGenre, id: objetId } } : {}),
  }))
}

const jeton = /\{([a-z]+):([0-9a-f-]{36})\}/g
/** Avec le « de » d’avant, que le nom élide : « l’absence d’Ewen Tanguy ». */
const nomme = /(\bde )?\{([a-z]+):([0-9a-f-]{36})\}/g

/** Ce que nomment des phrases, sans doublon : de quoi lire les noms en une fois. */
export const jetonsDe = (phrases: readonly string[]): ReadonlyArray<{ genre: string; id: string }> => {
  const vus = new Map<string, { genre: string; id: string }>()
  for (const phrase of phrases) {
    for (const [texte, genre, id] of phrase.matchAll(jeton)) if (genre && id) vus.set(texte, { genre, id })
  }
  return [...vus.values()]
}

/** La phrase à montrer ; ce qui n'a plus de nom est dit effacé plutôt que deviné. */
export const direPhrase = (phrase: string, nom: (genre: string, id: string) => string | undefined): string =>
  phrase.replace(nomme, (_, article: string | undefined, genre: string, id: string) => {
    const dit = nom(genre, id) ?? 'nom effacé'
    return article ? de(dit) : dit
  })
