import { randomBytes } from 'node:crypto'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { type MotDit, monInteret } from '../db/interets.ts'
import { type Interet, TAILLE, vider } from '../domain/interet.ts'

export const usageInteret = 'marches.interet'

/** De quoi regarder un lot : chiffré comme un intérêt, de la même taille, et qui ne dit rien. */
export const bruit = (keys: Keys, lot: string): Uint8Array => {
  const octets = new Uint8Array(randomBytes(TAILLE))
  octets[0] = 0
  octets[1] = 0
  return keys.encrypt(usageInteret, lot, octets)
}

export type MonInteret = {
  /** Le dernier mot : retiré, nommée, ouvert, ou seule ; rien : rien n’est dit. */
  readonly etat: MotDit['dit'] | null
  readonly interet: Interet | undefined
  readonly le: Date | null
  readonly par: string | null
}

export const lireMonInteret = async (tx: TenantTx, keys: Keys, lot: string): Promise<MonInteret> => {
  const dits = await monInteret(tx, lot)
  const [dernier] = dits
  const ecrit = dits.find((d) => d.dit === 'ouvert' || d.dit === 'seule')
  const clair = ecrit && keys.decrypt(usageInteret, lot, ecrit.contenu)
  return {
    etat: dernier?.dit ?? null,
    interet: clair ? vider(clair) : undefined,
    le: ecrit?.le ?? null,
    par: ecrit?.par ?? null,
  }
}
