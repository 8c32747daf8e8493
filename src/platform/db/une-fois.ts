import type { TenantTx } from '#platform/db/tenant.ts'

/** Ce qu’une transaction a déjà lu, par lecture et par clé. Porté par elle : une page le demande des dizaines de fois. */
const memoire = Symbol('lu une fois')
type AvecMemoire = { [memoire]?: Map<object, Map<string, Promise<unknown>>> }

/**
 * La même lecture, faite une fois par transaction et par clé. Pour ce que plusieurs morceaux d'une page demandent chacun
 * de leur côté ; jamais pour relire après avoir écrit. Rien ne survit à la transaction, donc rien ne passe d'un organisme,
 * ni d'une personne, à l'autre.
 */
export const uneFois =
  <T>(lire: (tx: TenantTx, cle: string) => Promise<T>) =>
  (tx: TenantTx, cle: string): Promise<T> => {
    const porteuse = tx as AvecMemoire
    porteuse[memoire] ??= new Map()
    let siens = porteuse[memoire].get(lire)
    if (!siens) {
      siens = new Map()
      porteuse[memoire].set(lire, siens)
    }
    const connu = siens.get(cle) as Promise<T> | undefined
    if (connu) return connu
    const lu = lire(tx, cle)
    siens.set(cle, lu)
    return lu
  }

/** Ce qui fut lu ne vaut plus : on vient d’écrire, ou de défaire. */
export const oublier = (tx: TenantTx): void => {
  delete (tx as AvecMemoire)[memoire]
}
