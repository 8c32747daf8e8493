import type { TenantTx } from '#platform/db/tenant.ts'

/**
 * La même lecture, faite une fois par transaction et par clé. Pour ce que plusieurs morceaux d'une page demandent chacun
 * de leur côté ; jamais pour relire après avoir écrit. Rien ne survit à la transaction, donc rien ne passe d'un organisme,
 * ni d'une personne, à l'autre.
 */
export const uneFois = <T>(lire: (tx: TenantTx, cle: string) => Promise<T>) => {
  const lus = new WeakMap<TenantTx, Map<string, Promise<T>>>()
  return (tx: TenantTx, cle: string): Promise<T> => {
    let siens = lus.get(tx)
    if (!siens) {
      siens = new Map()
      lus.set(tx, siens)
    }
    const connu = siens.get(cle)
    if (connu) return connu
    const lu = lire(tx, cle)
    siens.set(cle, lu)
    return lu
  }
}
