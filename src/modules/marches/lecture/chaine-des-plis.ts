import { createHash } from 'node:crypto'
import type { OrganismeId } from '#kernel/id.ts'

type Maillon = {
  readonly rang: number
  readonly organisme: OrganismeId
  readonly engagement: Buffer
  readonly preuve: Buffer
  readonly empreinte: Buffer
}
const sha = (...o: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(o)).digest()
/** Ce que deux personnes comparent au téléphone : quatre groupes de quatre signes. */
export const empreinteDeCle = (publique: string): string =>
  (sha(Buffer.from(publique)).toString('hex').slice(0, 16).match(/.{4}/g) ?? []).join(' ')

/**
 * Le rang du premier pli dont la chaîne ne se refait pas ; rien : aucun n’a été changé, ni ôté d’entre deux autres. La dernière ligne ôtée, ou la
 * chaîne refaite entière par qui tient la base, ne s’y voit pas : c’est le navigateur de chacun qui retient le bout qu’il a vu.
 */
export const chaineRompue = (groupement: string, plis: readonly Maillon[]): number | undefined => {
  let avant = sha(Buffer.from(`coforme-prix/1 ${groupement}`))
  for (const [i, p] of plis.entries()) {
    avant = sha(avant, Buffer.from(p.organisme.replaceAll('-', ''), 'hex'), p.preuve, p.engagement)
    if (p.rang !== i + 1 || !avant.equals(p.empreinte)) return i + 1
  }
  return undefined
}
