import type { Dossier } from './dossier.ts'
import { ecrire, type Fraction } from './fraction.ts'

const estFraction = (v: object): v is Fraction =>
  'n' in v && 'd' in v && typeof v.n === 'bigint' && typeof v.d === 'bigint'

/** La forme stable d'un dossier lu : clés triées, nombres exacts. Deux fichiers qui disent la même chose s'écrivent pareil. */
export const ecrireStable = (v: unknown): string => {
  if (v === undefined || v === null) return 'null'
  if (typeof v !== 'object') return JSON.stringify(v)
  if (estFraction(v)) return JSON.stringify(ecrire(v))
  if (Array.isArray(v)) return `[${v.map(ecrireStable).join(',')}]`
  const couples: (readonly [string, unknown])[] =
    v instanceof Map ? [...(v as ReadonlyMap<string, unknown>)] : Object.entries(v)
  return `{${couples
    .filter(([, x]) => x !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([cle, x]) => `${JSON.stringify(cle)}:${ecrireStable(x)}`)
    .join(',')}}`
}

export const dossierStable = (d: Dossier): string => ecrireStable(d)
