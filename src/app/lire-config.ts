import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
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
  readConfig(process.env, {
    version: versionDuPaquet(),
    racine,
    coeurs: availableParallelism(),
    memoire: Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
  })

/** Où lire les fichiers publics : la construction que le lanceur vient de faire, sinon les sources. */
export const dossiersPublics = (): { readonly dossier: string; readonly ilots?: string } => {
  const construit = process.env.COFORME_CONSTRUIT
  return construit
    ? { dossier: join(construit, 'public') }
    : { dossier: join(racine, 'src', 'web', 'public'), ilots: join(racine, 'src', 'web', 'islands') }
}

/**
 * L’ouvrier des papiers que le lanceur vient de construire, s’il l’a fait : tout prêt, il naît trois fois plus vite que de sa source, et
 * prend quinze Mo de moins (mesuré).
 */
export const ouvrierConstruit = (): { readonly ouvrier?: string } => {
  const construit = process.env.COFORME_CONSTRUIT
  return construit ? { ouvrier: join(construit, 'ouvrier.js') } : {}
}

/** Le dossier d'où une commande est appelée : npm et le lanceur changent de dossier, et gardent celui-là. */
export const dossierDAppel = (): string => process.env.INIT_CWD ?? process.cwd()

/** La phrase de passe des sauvegardes ; jamais dans `Config`, qui vit aussi longtemps que le serveur. */
export const phraseDonnee = (): string | undefined => process.env.COFORME_PHRASE

/** Le commit d'où ce logiciel est lancé ; rien hors d'un dépôt. */
export const commitDIci = (): string | undefined => {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: racine, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
  } catch {
    return undefined
  }
}
