import type { Clock } from '#platform/clock/clock.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Drafts } from '#web/drafts.ts'
import type { BrouillonValeurs } from '#web/form-state.ts'

/** Un rangement en mémoire ; chaque transaction donnée y est une personne (la base, elle, le vérifie). */
export const memoryDrafts = (clock: Clock): Drafts => {
  const parPersonne = new WeakMap<TenantTx, Map<string, { valeurs: BrouillonValeurs; gardeLe: Date }>>()
  const tiroir = (tx: TenantTx) => {
    const deja = parPersonne.get(tx)
    if (deja) return deja
    const neuf = new Map<string, { valeurs: BrouillonValeurs; gardeLe: Date }>()
    parPersonne.set(tx, neuf)
    return neuf
  }
  return {
    async save(tx, cle, valeurs) {
      tiroir(tx).set(cle, { valeurs: structuredClone(valeurs), gardeLe: clock.now() })
    },
    async load(tx, cle) {
      return tiroir(tx).get(cle)
    },
    async remove(tx, cle) {
      tiroir(tx).delete(cle)
    },
  }
}
