/** Le fil qui démonte un PDF : sans réseau ni base, à mémoire bornée, tué s’il tourne trop longtemps. */
import { parentPort, workerData } from 'node:worker_threads'
import { bornerWasm } from '#platform/fils/borner-wasm.ts'

const { octets, memoire } = workerData as { readonly octets: Uint8Array; readonly memoire: number }
bornerWasm(memoire)

const { demonter } = await import('./demonter.ts')
parentPort?.postMessage(demonter(octets))
