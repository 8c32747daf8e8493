import { Client, type PoolConfig } from 'pg'

export type Sante = {
  readonly statut: 'ok' | 'panne'
  readonly version: string
  readonly base: 'ok' | 'injoignable'
}

/** Une base qui ne répond pas dans ce délai est tenue pour injoignable. */
const delai = 2_000

/**
 * Interroge la base par une connexion neuve : une réserve épuisée dirait « panne » d'une base qui va bien, et
 * une connexion gardée dirait « ok » d'une base qui n'en accepte plus.
 */
export const examiner = async (connexion: PoolConfig, version: string): Promise<Sante> => {
  const client = new Client({ ...connexion, connectionTimeoutMillis: delai, query_timeout: delai })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return { statut: 'ok', version, base: 'ok' }
  } catch {
    return { statut: 'panne', version, base: 'injoignable' }
  } finally {
    void client.end().catch(() => {})
  }
}
