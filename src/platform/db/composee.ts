import { CompiledQuery, type QueryResult, type RawBuilder } from 'kysely'
import type { PublicTx, TenantTx } from '#platform/db/tenant.ts'

/** La place d’une valeur, le temps de composer. */
class Place {
  readonly rang: number
  constructor(rang: number) {
    this.rang = rang
  }
}

/**
 * Une instruction dont seules les valeurs changent : son texte se compose la première fois, et ressert. `composer` reçoit des places,
 * et non des valeurs : il les pose telles quelles dans `` sql`…` ``, sans les lire, les joindre ni choisir d’après elles.
 * Une place qu’il n’a pas posée, ou perdue dans un texte, lève dès la première demande.
 */
export const composee = <R, V extends readonly unknown[]>(composer: (...valeurs: V) => RawBuilder<R>) => {
  let faite: { readonly texte: string; readonly parametres: readonly unknown[] } | undefined
  return (tx: TenantTx | PublicTx, ...valeurs: V): Promise<QueryResult<R>> => {
    if (!faite) {
      const { sql, parameters } = composer(...(valeurs.map((_, i) => new Place(i)) as unknown as V)).compile(
        tx,
      )
      const posees = new Set(parameters.flatMap((p) => (p instanceof Place ? p.rang : [])))
      if (posees.size !== valeurs.length)
        throw new Error('Une instruction composée pose chaque valeur qu’elle reçoit.')
      faite = { texte: sql, parametres: parameters }
    }
    // Celui que la transaction a remplacé : il joint l’instruction à celles que le même pas demande.
    return tx.getExecutor().executeQuery(
      CompiledQuery.raw(
        faite.texte,
        faite.parametres.map((p) => (p instanceof Place ? valeurs[p.rang] : p)),
      ) as CompiledQuery<R>,
    )
  }
}

/**
 * Les lignes de `complete`, qui ne part que si `existe` répond oui : une question large prépare, même vide, chaque table et chaque mur
 * qu’elle nomme. Pour ce que la plupart des sessions n’ont pas ; qui en a paie un envoi de plus.
 */
export const siExiste =
  <R, V extends readonly unknown[]>(
    existe: (tx: TenantTx, ...valeurs: V) => Promise<QueryResult<{ readonly existe: boolean }>>,
    complete: (tx: TenantTx, ...valeurs: V) => Promise<QueryResult<R>>,
  ) =>
  async (tx: TenantTx, ...valeurs: V): Promise<readonly R[]> =>
    (await existe(tx, ...valeurs)).rows[0]?.existe ? (await complete(tx, ...valeurs)).rows : []
