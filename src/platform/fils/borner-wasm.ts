/**
 * La mémoire d’un module WebAssembly échappe aux limites d’un fil : on la borne là où il la demande, et il reçoit alors un refus, qu’il
 * rend en erreur. À poser avant que le module ne se charge. `octets` : au plus.
 */
type Memoire = { readonly buffer: ArrayBuffer; grow(pages: number): number }

export const bornerWasm = (octets: number): void => {
  const { prototype } = (Reflect.get(globalThis, 'WebAssembly') as { Memory: { prototype: Memoire } }).Memory
  const grandir = prototype.grow
  prototype.grow = function (this: Memoire, pages: number): number {
    if (this.buffer.byteLength + pages * 65_536 > octets) throw new RangeError('mémoire bornée')
    return grandir.call(this, pages)
  }
}
