import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import type { Result } from '#kernel/result.ts'
import type { Config } from '#platform/config/config.ts'
import { type RefusConfig, readConfig } from '#platform/config/read.ts'

/** Dossier du projet. La construction garde à chaque source son adresse d'origine. */
export const racine = resolve(import.meta.dirname, '..', '..')

const versionDuPaquet = (): string => {
  const lu: unknown = JSON.parse(readFileSync(join(racine, 'package.json'), 'utf8'))
  return typeof lu === 'object' && lu && 'version' in lu ? String(lu.version) : 'inconnue'
}

/** La configuration de ce processus : le seul endroit qui lit `process.env`. */
export const lireConfig = (): Result<Config, RefusConfig> =>
  readConfig(process.env, { version: versionDuPaquet(), racine, coeurs: availableParallelism() })
