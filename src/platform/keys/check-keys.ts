import { sql } from 'kysely'
import type { Database } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { KeysError, keysWitness } from '#platform/keys/open-keys.ts'

const phrase =
  'Les clés de l’instance ne sont pas celles de cette base. Remettez les clés d’origine (COFORME_CLES, ou le dossier « cles » de COFORME_DONNEES), ou restaurez la sauvegarde entière.'

/** La même comparaison avant de rien changer, contre le témoin que `reconnaitreBase` a lu ; nul : cette base n'en a pas encore. */
export const exigerTemoin = (keys: Keys, temoin: Uint8Array | null): void => {
  if (temoin && !keysWitness(keys).equals(temoin)) throw new KeysError(phrase)
}

/**
 * Compare les clés à celles que la base a vues la première fois. À appeler au démarrage, après les migrations :
 * des clés perdues, puis refaites en silence, rendraient illisible ce qui est chiffré et mort tout lien envoyé.
 */
export const checkKeys = async (db: Database, keys: Keys): Promise<void> => {
  const { rows } = await db.withoutTenant((tx) =>
    sql<{ memes: boolean }>`select porte.temoin_des_cles(${keysWitness(keys)}::bytea) as memes`.execute(tx),
  )
  if (rows[0]?.memes !== true) throw new KeysError(phrase)
}
