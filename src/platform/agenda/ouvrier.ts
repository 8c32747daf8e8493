/** Le fil qui lit un agenda : sans réseau ni base, tué s'il tourne trop longtemps ou prend trop de mémoire. */
import { parentPort, workerData } from 'node:worker_threads'
import { etaler, type Fenetre } from './etaler.ts'

const { texte, fenetre } = workerData as { readonly texte: string; readonly fenetre: Fenetre }
parentPort?.postMessage(etaler(texte, fenetre))
