/** Le fil qui démonte un PDF : sans réseau ni base, à mémoire bornée, tué s’il tourne trop longtemps. */
import { parentPort, workerData } from 'node:worker_threads'

const { octets, memoire } = workerData as { readonly octets: Uint8Array; readonly memoire: number }

/*
 * La mémoire d’un module WebAssembly échappe aux limites d’un fil : on la borne là où il la demande. MuPDF reçoit alors un refus, qu’il
 * rend en erreur. Posé avant que MuPDF ne se charge.
 */
type Memoire = { readonly buffer: ArrayBuffer; grow(pages: number): number }
const { prototype } = (Reflect.get(globalThis, 'WebAssembly') as { Memory: { prototype: Memoire } }).Memory
const grandir = prototype.grow
prototype.grow = function (this: Memoire, pages: number): number {
  if (this.buffer.byteLength + pages * 65_536 > memoire) throw new RangeError('mémoire bornée')
  return grandir.call(this, pages)
}

const { demonter } = await import('./demonter.ts')
parentPort?.postMessage(demonter(octets))
