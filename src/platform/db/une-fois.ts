import type { TenantTx } from '#platform/db/tenant.ts'

/**
 * La même lecture, faite une fois par transaction et par clé. Pour ce que plusieurs morceaux d'une page demandent chacun
 * de leur côté ; jamais pour relire après avoir écrit. Rien ne survit à la transaction, donc rien ne passe d'un organisme,
 * ni d'une personne, à l'autre.
 */
export const uneFois = <T>(lire: (tx: TenantTx, cle: string) => Promise<T>) => {
  const lus = new WeakMap<TenantTx, Map<string, Promise<T>>>()
  return (tx: TenantTx, cle: string): Promise<T> => {
    const siens = lus.get(tx) ?? new Map<string, Promise<T>>()
    lus.set(tx, siens)
    const lu = siens.get(cle) ?? lire(tx, cle)
    siens.set(cle, lu)
    return lu
  }
}
