import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
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
          rate(new Error(`L’écrivain a fini sans dire ${motif} : ${lignes.join(' | ')}`))
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
