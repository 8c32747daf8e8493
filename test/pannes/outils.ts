import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { vi } from 'vitest'
import { trouverServeur } from '#platform/postgres/serveur.ts'

/** Un dossier à soi, ouvert à la traversée, effacé par `ranger` avec le refuge éventuel de la base. */
export const dossierNeuf = (): string => {
  const dossier = mkdtempSync(join(tmpdir(), 'coforme-panne-'))
  chmodSync(dossier, 0o711) // mkdtemp ferme le dossier : sous root, la base partirait dans /var/lib/coforme.
  return dossier
}

export const ranger = (dossier: string): void => {
  const lien = join(dossier, 'base')
  if (existsSync(lien)) {
    const base = realpathSync(lien)
    if (dirname(base).startsWith('/var/lib/coforme/')) {
      rmSync(dirname(base), { recursive: true, force: true })
    }
  }
  rmSync(dossier, { recursive: true, force: true })
}

export type Ecrivain = {
  readonly processus: ChildProcess
  readonly lignes: readonly string[]
  readonly fin: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Attend une ligne ; rejette si l'écrivain finit sans l'avoir dite. */
  dit(motif: RegExp): Promise<string>
}

export const lancerEcrivain = (dossier: string, tour = 0, essai = true): Ecrivain => {
  const programme = join(import.meta.dirname, 'ecrivain.ts')
  const processus = spawn(process.execPath, [programme, dossier, String(tour), essai ? 'essai' : ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // Son propre groupe : un Ctrl-C imité ne doit pas atteindre les essais.
  })
  const lignes: string[] = []
  const attentes = new Set<() => void>()
  let reste = ''
  let ferme = false
  processus.stdout.setEncoding('utf8').on('data', (bout: string) => {
    const morceaux = (reste + bout).split('\n')
    reste = morceaux.pop() ?? ''
    lignes.push(...morceaux)
    for (const attente of attentes) attente()
  })
  const fin = once(processus, 'close').then(([code, signal]) => {
    ferme = true
    for (const attente of attentes) attente()
    return { code: code as number | null, signal: signal as NodeJS.Signals | null }
  })
  const dit = (motif: RegExp): Promise<string> =>
    new Promise((fait, rate) => {
      const regarder = () => {
        const ligne = lignes.find((l) => motif.test(l))
        if (ligne === undefined && !ferme) return
        attentes.delete(regarder)
        if (ligne === undefined)
          rate(new Error(`L’écrivain a fini sans dire ${motif} : ${lignes.join(' | ')}`))
        else fait(ligne)
      }
      attentes.add(regarder)
      regarder()
    })
  return { processus, lignes, fin, dit }
}

export const tuer = (pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void => {
  if (pid === undefined) return
  try {
    process.kill(pid, signal)
  } catch {
    // Mort avant nous.
  }
}

export const serveurDe = (dossier: string) => {
  const lien = join(dossier, 'base')
  return existsSync(lien) ? trouverServeur(realpathSync(lien)) : undefined
}

/** Le veilleur est le parent de PostgreSQL. */
export const veilleurDe = (pid: number): number | undefined => {
  try {
    const parent = Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    return parent > 1 &&
      basename(readFileSync(`/proc/${parent}/cmdline`, 'utf8').split('\0')[0] ?? '') === 'sh'
      ? parent
      : undefined
  } catch {
    return undefined
  }
}

/** mulberry32 : petit, et le même partout. */
export const hasardDe = (graine: number): (() => number) => {
  let etat = graine
  return () => {
    etat = (etat + 0x6d2b79f5) | 0
    let t = Math.imul(etat ^ (etat >>> 15), 1 | etat)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const racine = resolve(import.meta.dirname, '..', '..')

/** Ni npm ni une relance précédente : sans eux, le lanceur ne surveille pas son parent, qui est ici l'essai. */
const envPropre = Object.fromEntries(
  Object.entries(process.env).filter(
    ([nom]) => !/^(npm_|COFORME_|PORT$|HOST$|DATABASE_URL$|NODE_OPTIONS$|VITEST)/.test(nom),
  ),
)

export type Lance = {
  readonly pid: number | undefined
  readonly vu: { sortie: string; erreur: string }
  readonly fin: Promise<number | null>
  /** Attend cette phrase sur la sortie standard ; échoue si le programme finit sans l’avoir dite. */
  dit(motif: RegExp): Promise<RegExpExecArray>
}

/** Ce que dit un programme qu’on lance. */
export const ecouter = (processus: ChildProcessByStdio<null, Readable, Readable>): Lance => {
  const vu = { sortie: '', erreur: '' }
  processus.stdout.setEncoding('utf8').on('data', (bout: string) => {
    vu.sortie += bout
  })
  processus.stderr.setEncoding('utf8').on('data', (bout: string) => {
    vu.erreur += bout
  })
  let fini = false
  const fin = once(processus, 'close').then(([code]) => {
    fini = true
    return code as number | null
  })
  return {
    pid: processus.pid,
    vu,
    fin,
    dit: async (motif) => {
      const lire = (quand: string): RegExpExecArray => {
        const lu = motif.exec(vu.sortie)
        if (!lu) throw new Error(`${quand} ${motif}\u00a0: ${vu.sortie}${vu.erreur}`)
        return lu
      }
      // Mort, il ne dira plus rien : on ne l’attend pas dix minutes.
      await vi.waitFor(() => fini || lire('Pas encore dit'), { timeout: 600_000 })
      return lire('Fini sans le dire')
    },
  }
}

const pret = /Coforme est prêt\s:\s(\S+)/

/**
 * Lance un serveur sur un port libre et l’attend. Du choix à l’écoute des secondes passent : si un autre essai a pris ce port, en choisit
 * un autre, trois fois au plus.
 */
export const surUnPort = async <L extends Lance>(
  lancer: (port: string) => L | Promise<L>,
  reprises = 3,
): Promise<{ readonly lance: L; readonly port: string }> => {
  const port = String(await portLibre())
  const lance = await lancer(port)
  try {
    await lance.dit(pret)
  } catch (erreur) {
    if (reprises > 0 && lance.vu.erreur.includes('est déjà pris')) return surUnPort(lancer, reprises - 1)
    throw erreur
  }
  return { lance, port }
}

/** Le lanceur tel que `npm start` l'appelle. `groupe` : dans un groupe à lui, que l'on tue tout entier. */
export const lancerGeste = (
  geste: string,
  env: Record<string, string>,
  { args = [], groupe = false }: { args?: readonly string[]; groupe?: boolean } = {},
) => {
  const processus = spawn(process.execPath, [join(racine, 'tools', 'lancer.mjs'), geste, ...args], {
    env: { ...envPropre, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: groupe,
  })
  const lance = ecouter(processus)
  /** L'adresse dite, une fois prêt. */
  const adresse = async (): Promise<string> => (await lance.dit(pret))[1] ?? ''
  return { ...lance, processus, adresse }
}

export const portLibre = async (): Promise<number> => {
  const ecoute = createServer().listen(0, '127.0.0.1')
  await once(ecoute, 'listening')
  const adresse = ecoute.address()
  ecoute.close()
  await once(ecoute, 'close')
  return typeof adresse === 'object' && adresse ? adresse.port : 0
}
