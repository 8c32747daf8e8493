/** Le serveur et l'ouvrier tels que `npm start` les lance, chacun dans son processus, et ce qu'ils coûtent. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as attendre } from 'node:timers/promises'
import { chauffer, construire } from '../tools/construire.ts'
import { environnementDuServeur, reglagesIci } from '../tools/reglages-node.mjs'

const racine = join(import.meta.dirname, '..')

/** Rien de l'environnement de qui mesure n'entre dans ce qui est mesuré. */
const envPropre = Object.fromEntries(
  Object.entries(process.env).filter(
    ([nom]) => !/^(npm_|COFORME_|PORT$|HOST$|DATABASE_URL$|SMTP_URL$|S3_|NODE_OPTIONS$|INIT_CWD$)/.test(nom),
  ),
)

const portLibre = async (): Promise<number> => {
  const ecoute = createServer().listen(0, '127.0.0.1')
  await once(ecoute, 'listening')
  const adresse = ecoute.address()
  ecoute.close()
  await once(ecoute, 'close')
  return typeof adresse === 'object' && adresse ? adresse.port : 0
}

export type Processus = {
  readonly enfant: ChildProcess
  readonly pid: number
  readonly erreurs: string[]
  arreter(): Promise<void>
}

let construction: Promise<string> | undefined

export const lancer = async (
  programme: 'main.web' | 'main.worker',
  env: Readonly<Record<string, string>>,
  pret: RegExp,
  argsNode: readonly string[] = [],
): Promise<Processus> => {
  construction ??= construire({ racine })
  const dossier = await construction
  chauffer(dossier, argsNode)
  const enfant = spawn(process.execPath, [...argsNode, join(dossier, `${programme}.js`)], {
    cwd: racine,
    env: { ...envPropre, COFORME_CONSTRUIT: dossier, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const erreurs: string[] = []
  // Ce que le journal dit en passant (une requête servie, une connexion ouverte) n'est pas une erreur.
  createInterface({ input: enfant.stderr }).on('line', (ligne) => {
    if (!ligne.includes('"niveau":"info"')) erreurs.push(ligne)
  })
  const fin = once(enfant, 'exit')
  await new Promise<void>((fait, rate) => {
    let vu = ''
    enfant.stdout.setEncoding('utf8').on('data', (bout: string) => {
      vu += bout
      if (pret.test(vu)) fait()
    })
    fin.then(([code]) => rate(new Error(`${programme} a fini (${code}) : ${erreurs.join('')}`)), rate)
  })
  return {
    enfant,
    pid: enfant.pid ?? 0,
    erreurs,
    async arreter() {
      enfant.kill('SIGTERM')
      await fin
    },
  }
}

export type Serveur = Processus & { readonly port: number; readonly origine: string }

export const lancerServeur = async (
  donnees: string,
  argsNode: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Serveur> => {
  const port = await portLibre()
  const lance = await lancer(
    'main.web',
    {
      ...environnementDuServeur,
      PORT: String(port),
      COFORME_DONNEES: donnees,
      COFORME_DEMO: 'non',
      COFORME_TRAVAILLEUR: 'non',
      ...env,
    },
    /Coforme est prêt/,
    [...reglagesIci(), ...argsNode],
  )
  return { ...lance, port, origine: `http://localhost:${port}` }
}

export const lancerOuvrier = (donnees: string): Promise<Processus> =>
  lancer('main.worker', { COFORME_DONNEES: donnees, COFORME_DEMO: 'non' }, /prêt/)

// — Ce que coûte un processus, lu dans /proc : vrai quelle que soit la charge de la machine —

/** Un battement de l'horloge du noyau, en millisecondes (USER_HZ, 100 partout). */
const battement = 10

const stat = (pid: number): string[] => {
  const texte = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // Le nom, entre parenthèses, peut contenir des espaces.
  return texte.slice(texte.lastIndexOf(')') + 2).split(' ')
}

/** Temps de calcul d'un processus et de ses fils finis, en millisecondes. */
export const calculDe = (pid: number): number => {
  const s = stat(pid)
  return [11, 12, 13, 14].reduce((t, i) => t + Number(s[i] ?? 0), 0) * battement
}

export const filsDe = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((nom) => /^\d+$/.test(nom))
    .map(Number)
    .filter((autre) => {
      try {
        return Number(stat(autre)[1]) === pid
      } catch {
        return false // Fini entre-temps.
      }
    })

/** Temps de calcul d'un processus et de toute sa descendance, en millisecondes. */
export const calculDesDescendants = (pid: number): number => {
  let total = 0
  for (const autre of [pid, ...filsDe(pid)]) {
    try {
      total += autre === pid ? calculDe(pid) : calculDesDescendants(autre)
    } catch {
      // Fini entre-temps : son père porte son temps.
    }
  }
  return total
}

/** Mémoire propre (PSS : les pages partagées comptées une fois), en Mo ; à défaut la résidente. */
export const memoireDe = (pid: number): number => {
  try {
    const pss = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
    if (pss) return Number(pss) / 1024
  } catch {
    // Le noyau ne le dit pas : la résidente suffit.
  }
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}

export const charge = (): string => {
  try {
    return readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')
  } catch {
    return 'inconnue'
  }
}

/** Le retard de la boucle d'événements du serveur, depuis la dernière lecture ; `guet.ts` y tourne, demandé par un signal. */
export const guetter = (dossier: string) => {
  const fichier = join(dossier, 'guet.json')
  return {
    argsNode: ['--import', join(import.meta.dirname, 'guet.ts')],
    env: { BANC_GUET: fichier },
    async lire(pid: number): Promise<{ readonly p50: number; readonly p99: number; readonly max: number }> {
      rmSync(fichier, { force: true })
      process.kill(pid, 'SIGUSR2')
      for (let i = 0; i < 200 && !existsSync(fichier); i += 1) await attendre(10)
      return JSON.parse(readFileSync(fichier, 'utf8'))
    },
  }
}
