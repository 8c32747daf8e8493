// Écrit par tools/generer-types.ts d'après la base migrée. Ne pas modifier : relancer l'outil.
import type { ColumnType } from 'kysely'

export type JsonValue = string | number | boolean | null | { [cle: string]: JsonValue | undefined } | JsonValue[]
/** Lu tel quel ; écrit en texte (`JSON.stringify`), car un tableau y serait pris pour un tableau SQL. */
export type Json = ColumnType<JsonValue, string, string>
export type Instant = ColumnType<Date, Date | string, Date | string>
/** Une colonne que la base sait remplir seule. */
export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
/** Une colonne que la base calcule : on ne l'écrit jamais. */
export type Calculee<T> = ColumnType<T, never, never>
/** Une colonne peut être vide. */
export type Nulle<T> =
  T extends ColumnType<infer S, infer I, infer U>
    ? ColumnType<S | null, I | null | undefined, U | null>
    : ColumnType<T | null, T | null | undefined, T | null>

export interface AppFamille {
  nom: string
  famille: string
  publie: Nulle<string>
  cle: Nulle<string>
  porte: Nulle<string>
  activite: Generated<boolean>
  invite: Nulle<string>
  preuve: Generated<boolean>
  sauvegarde: Generated<boolean>
}

export interface AppMigration {
  nom: string
  empreinte: string
  jouee_le: Generated<Instant>
}

export interface AppVue {
  nom: string
  empreinte: string
}

export interface JournalGeste {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  fait_le: Instant
  par: Nulle<string>
  module: string
  geste: string
  objet_genre: Nulle<string>
  objet_id: Nulle<string>
  phrase: string
  details: Generated<Json>
}

export interface PorteSecret {
  seul: Generated<boolean>
  interieur: Buffer
  exterieur: Buffer
}

export interface DB {
  'app.famille': AppFamille
  'app.migration': AppMigration
  'app.vue': AppVue
  'journal.geste': JournalGeste
  'porte.secret': PorteSecret
}
