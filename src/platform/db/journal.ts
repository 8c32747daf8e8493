import { sql } from 'kysely'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import { newId } from '#platform/db/new-id.ts'
import type { JsonValue } from '#platform/db/schema.gen.ts'
import type { TenantTx } from '#platform/db/tenant.ts'

export type GesteId = Id<'Geste'>

/** Un geste à consigner. L'organisme et l'auteur sont ceux de la transaction : on ne les donne pas. */
export type Geste = {
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
export const consigner = async (tx: TenantTx, geste: Geste): Promise<GesteId> => {
  const id = newId<'Geste'>(geste.faitLe)
  await tx
    .insertInto('journal.geste')
    .values({
      id,
      activite_id: geste.activite,
      fait_le: geste.faitLe,
      module: geste.module,
      geste: geste.geste,
      objet_genre: geste.objet?.genre ?? null,
      objet_id: geste.objet?.id ?? null,
      phrase: geste.phrase,
      details: JSON.stringify(geste.details ?? {}),
    })
    .execute()
  return id
}

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
  const lignes = await tx
    .selectFrom('journal.geste')
    .selectAll()
    .$if(objet !== undefined, (q) => q.where('objet_id', '=', objet ?? ''))
    .$if(module !== undefined, (q) => q.where('module', '=', module ?? ''))
    .$if(avant !== undefined, (q) =>
      q.where(sql<boolean>`(fait_le, id) < (${avant?.faitLe}::timestamptz, ${avant?.id}::uuid)`),
    )
    .orderBy('fait_le', 'desc')
    .orderBy('id', 'desc')
    .limit(Math.min(Math.max(limite, 1), 200))
    .execute()
  return lignes.map((l) => ({
    id: l.id as GesteId,
    activite: l.activite_id as ActiviteId,
    faitLe: l.fait_le,
    par: l.par as PersonneId | null,
    module: l.module,
    geste: l.geste,
    ...(l.objet_genre && l.objet_id ? { objet: { genre: l.objet_genre, id: l.objet_id } } : {}),
    phrase: l.phrase,
    details: l.details,
  }))
}

const jeton = /\{([a-z]+):([0-9a-f-]{36})\}/g

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
  phrase.replace(jeton, (_, genre: string, id: string) => nom(genre, id) ?? 'nom effacé')
