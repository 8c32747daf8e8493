import { spawn } from 'node:child_process'

export type Fin = { readonly code: number; readonly sortie: string }
type Options = {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Vrai : la sortie va droit à l’écran et `sortie` reste vide. */
  readonly heriter?: boolean
}

const signaux = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Lance un programme et attend sa fin. Les signaux reçus pendant ce temps lui sont transmis : arrêter
 * `npm test` ne doit laisser ni navigateur ni base derrière lui. Un programme tué par un signal rend 128.
 */
export const executer = (commande: string, args: readonly string[], options: Options = {}): Promise<Fin> =>
  new Promise((resolve) => {
    const enfant = spawn(commande, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: options.env ?? process.env,
      stdio: options.heriter ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    })
    const morceaux: Buffer[] = []
    enfant.stdout?.on('data', (morceau: Buffer) => morceaux.push(morceau))
    enfant.stderr?.on('data', (morceau: Buffer) => morceaux.push(morceau))
    const transmettre = (signal: NodeJS.Signals) => enfant.kill(signal)
    for (const signal of signaux) process.on(signal, transmettre)
    const finir = (code: number, ajout = '') => {
      for (const signal of signaux) process.off(signal, transmettre)
      resolve({ code, sortie: Buffer.concat(morceaux).toString('utf8') + ajout })
    }
    enfant.once('error', (erreur) => finir(127, erreur.message))
    enfant.once('close', (code) => finir(code ?? 128))
  })
