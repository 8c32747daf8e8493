import { randomBytes } from 'node:crypto'
import { type DestinationStream, pino } from 'pino'
import SonicBoom from 'sonic-boom'
import type { Logger } from '#platform/log/log.ts'
import { redact, redactError, scrub } from '#platform/log/redact.ts'

/** Un dixième de seconde chacun, le serveur arrêté ; ensuite, tant que rien n'a pu se vider, on n'attend plus. */
const essaisAuPlus = 5

/**
 * La sortie d'erreur. Les lignes ordinaires s'écrivent ensemble, au plus un dixième de seconde après : une écriture par
 * requête coûtait un trentième de son calcul. Une alerte ou une erreur s'écrit tout de suite, avec ce qui la précède.
 */
const sortieErreur = () => {
  let essais = 0
  // Celui de pino, à la version où une écriture refusée lève : la précédente la recommençait sans fin, et figeait le serveur.
  const flux = new SonicBoom({
    fd: 2,
    sync: true,
    minLength: 4096,
    periodicFlush: 100,
    // Un million de signes au plus attendent qui lit trop lentement.
    maxLength: 1_000_000,
    retryEAGAIN: () => {
      essais += 1
      return essais < essaisAuPlus
    },
  })
  // Plus personne ne lit : un terminal fermé, un tube rompu. On n'écrit plus rien, et l'on continue de servir.
  let sourde = false
  const noter = (panne: unknown) => {
    if (!(panne instanceof Error && 'code' in panne && /^(EAGAIN|EBUSY)$/.test(String(panne.code))))
      sourde = true
  }
  flux.on('error', noter)
  const vider = () => {
    if (sourde) return
    try {
      flux.flushSync()
      essais = 0
    } catch (panne) {
      noter(panne)
    }
  }
  process.on('exit', vider)
  return {
    write: (ligne: string) => {
      if (!sourde) flux.write(ligne)
    },
    vider,
  }
}

/**
 * Le journal : du JSON sur la sortie d'erreur, une ligne par fait ; une panne ne perd pas la ligne qui l'explique.
 * `vers` sert aux tests.
 */
export const createLogger = (
  options: { readonly niveau?: 'info' | 'warn' | 'error' | 'silent'; readonly vers?: DestinationStream } = {},
): Logger => {
  const flux = options.vers ? undefined : sortieErreur()
  const sortie = pino(
    {
      level: options.niveau ?? 'info',
      base: { pid: process.pid },
      messageKey: 'fait',
      timestamp: () => `,"le":"${new Date().toISOString()}"`,
      formatters: { level: (niveau) => ({ niveau }) },
    },
    options.vers ?? (flux as DestinationStream),
  )
  return {
    info: (fait, champs) => sortie.info(redact(champs ?? {}), scrub(fait)),
    warn: (fait, champs) => {
      sortie.warn(redact(champs ?? {}), scrub(fait))
      flux?.vider()
    },
    error: (fait, erreur, champs) => {
      sortie.error({ ...redact(champs ?? {}), erreur: redactError(erreur) }, scrub(fait))
      flux?.vider()
    },
  }
}

/** Rien ne sort : pour les tests qui ne regardent pas le journal. */
export const silentLogger: Logger = { info: () => {}, warn: () => {}, error: () => {} }

// Sans I, L, O, U : un numéro d'erreur se lit au téléphone.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Le numéro qu'une page d'erreur montre et que le journal porte : « K7QP-2M4X ». */
export const newErrorNumber = (): string => {
  const lettres = Array.from(randomBytes(8), (o) => alphabet[o & 31] ?? '0').join('')
  return `${lettres.slice(0, 4)}-${lettres.slice(4)}`
}

/** Une ligne par requête. `route` est le motif (`/sessions/:session`), jamais l'adresse demandée. */
export const logRequest = (
  log: Logger,
  requete: {
    readonly methode: string
    readonly route: string
    readonly statut: number
    readonly ms: number
    readonly requete: string
    /** Qui demandait ce qui lui est refusé. */
    readonly compte?: string | undefined
  },
): void =>
  log.info('requete', {
    methode: requete.methode,
    route: requete.route,
    statut: requete.statut,
    ms: Math.round(requete.ms * 10) / 10,
    requete: requete.requete,
    ...(requete.compte === undefined ? {} : { compte: requete.compte }),
  })
