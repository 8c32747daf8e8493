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
/** Le rang du premier pli dont la chaîne ne se refait pas ; rien : aucun n’a été ôté, ni changé, depuis le premier. */
export const chaineRompue = (groupement: string, plis: readonly Maillon[]): number | undefined => {
  let avant = sha(Buffer.from(`coforme-prix/1 ${groupement}`))
  for (const [i, p] of plis.entries()) {
    avant = sha(avant, Buffer.from(p.organisme.replaceAll('-', ''), 'hex'), p.preuve, p.engagement)
    if (p.rang !== i + 1 || !avant.equals(p.empreinte)) return i + 1
  }
  return undefined
}
