import { sql } from 'kysely'
import type { Database } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'

export type Limits = {
  /**
   * Compte un essai et dit s'il est permis. `quoi` nomme la limite, `qui` ce que l'on compte (adresse, courriel) :
   * la base n'en garde qu'une empreinte à clé. Compté dans sa propre transaction : un échec de la requête ne
   * l'efface pas. `fenetre` en secondes.
   */
  allow(
    quoi: string,
    qui: string,
    limite: { readonly max: number; readonly fenetre: number },
  ): Promise<boolean>
  /** Rend un essai compté : ce qu’il demandait ne s’est pas fait. */
  giveBack(quoi: string, qui: string): Promise<void>
  /** Remet à zéro, après une connexion réussie par exemple. */
  forget(quoi: string, qui: string): Promise<void>
}

export const createLimits = (db: Database, keys: Keys): Limits => {
  // Une majuscule ou une espace de plus ne donne pas un compteur de plus.
  const cle = (quoi: string, qui: string) =>
    keys.digest('limite', JSON.stringify([quoi, qui.trim().toLowerCase()]))
  return {
    async allow(quoi, qui, { max, fenetre }) {
      const { rows } = await db.withoutTenant((tx) =>
        sql<{
          permis: boolean
        }>`select porte.compter(${cle(quoi, qui)}::bytea, ${fenetre}::int4, ${max}::int4) as permis`.execute(
          tx,
        ),
      )
      return rows[0]?.permis === true
    },
    async giveBack(quoi, qui) {
      await db.withoutTenant((tx) => sql`select porte.rendre_un_compte(${cle(quoi, qui)}::bytea)`.execute(tx))
    },
    async forget(quoi, qui) {
      await db.withoutTenant((tx) => sql`select porte.oublier_compte(${cle(quoi, qui)}::bytea)`.execute(tx))
    },
  }
}
