import { InstallationError } from '#platform/db/index.ts'
import { KeysError } from '#platform/keys/open-keys.ts'
import { PannePostgres } from '#platform/postgres/index.ts'

/** La phrase d'une panne qui s'explique à qui installe ; rien pour une faute du logiciel, qui mérite sa pile. */
export const phraseDePanne = (erreur: unknown): string | undefined =>
  erreur instanceof PannePostgres || erreur instanceof InstallationError || erreur instanceof KeysError
    ? erreur.message
    : undefined
