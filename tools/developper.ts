// `npm run dev` : enregistrer, puis voir. Un dossier surveillé à la fois : la surveillance récursive de Node perd
// les fichiers qu'un éditeur remplace.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type FSWatcher, readdirSync, watch } from 'node:fs'
import { join, resolve } from 'node:path'
import { construire } from './construire.ts'

const racine = resolve(import.meta.dirname, '..')
/** Un éditeur écrit en plusieurs fois : on attend qu'il ait fini. */
const repit = 60

let serveur: ChildProcess | undefined
let fini = false
let enAttente: NodeJS.Timeout | undefined
let travail: Promise<void> = Promise.resolve()
const guets = new Map<string, FSWatcher>()

const arreterServeur = async (): Promise<void> => {
  const ancien = serveur
  serveur = undefined
  if (!ancien || ancien.exitCode !== null || ancien.signalCode !== null) return
  const parti = once(ancien, 'exit')
  ancien.kill('SIGTERM')
  await parti
}

const recommencer = async (): Promise<void> => {
  let dossier: string
  try {
    dossier = await construire({ racine })
  } catch (erreur) {
    const raison = erreur instanceof Error ? erreur.message : String(erreur)
    console.error(`La construction a échoué\u00a0; le serveur précédent reste en marche.\n${raison}`)
    return
  }
  await arreterServeur()
  if (fini) return
  serveur = spawn(process.execPath, [join(racine, 'tools', 'lancer.mjs'), 'servir'], {
    stdio: 'inherit',
    env: { ...process.env, COFORME_CONSTRUIT: dossier },
  })
}

const demander = (): void => {
  clearTimeout(enAttente)
  enAttente = setTimeout(() => {
    surveiller()
    travail = travail.then(recommencer)
  }, repit)
}

const surveiller = (): void => {
  const dossiers = ['src', 'db'].flatMap((nom) => {
    const parent = join(racine, nom)
    try {
      const sous = readdirSync(parent, { recursive: true, withFileTypes: true })
      return [parent, ...sous.filter((e) => e.isDirectory()).map((e) => join(e.parentPath, e.name))]
    } catch {
      return []
    }
  })
  for (const dossier of dossiers) {
    if (guets.has(dossier)) continue
    const guet = watch(dossier, demander)
    guet.on('error', () => {
      guet.close()
      guets.delete(dossier)
    })
    guets.set(dossier, guet)
  }
}

const quitter = async (): Promise<void> => {
  if (fini) return
  fini = true
  clearTimeout(enAttente)
  for (const guet of guets.values()) guet.close()
  await travail
  await arreterServeur()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    quitter().catch((erreur) => console.error(erreur))
  })
}

surveiller()
travail = recommencer()
