/** Le fil qui lit une liste de connexion : une page ne l’attend pas. */
import { parentPort, workerData } from 'node:worker_threads'
import { lireListeConnexion } from './liste-connexion.ts'

const { octets, zone, jour } = workerData as {
  readonly octets: Parameters<typeof lireListeConnexion>[0]
  readonly zone: Parameters<typeof lireListeConnexion>[1]
  readonly jour: Parameters<typeof lireListeConnexion>[2]
}
parentPort?.postMessage({ fin: lireListeConnexion(octets, zone, jour) })
