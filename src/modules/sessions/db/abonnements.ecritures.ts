import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Abonnement, AbonnementId } from './abonnements.ts'

/**
 * Écrit l'adresse et rend son secret, qui ne se relit plus. Rien si cet identifiant est déjà pris : le même formulaire, envoyé
 * deux fois.
 */
export const creerAbonnement = async (
  tx: TenantTx,
  a: Pick<Abonnement, 'id' | 'genre' | 'objet' | 'nom' | 'creePar' | 'creeLe'>,
): Promise<string | undefined> => {
  const secret = randomBytes(32)
  const jeton = createHash('sha256').update(secret).digest()
  const { numAffectedRows } =
    await sql`insert into sessions.abonnement (id, genre, objet_id, nom, jeton, cree_par, cree_le)
    values (${a.id}, ${a.genre}, ${a.objet}, ${a.nom}, ${jeton}, ${a.creePar}, ${a.creeLe})
    on conflict (organisme_id, id) do nothing`.execute(tx)
  return numAffectedRows === 1n ? secret.toString('base64url') : undefined
}

/** Faux si elle n'est pas d'ici, n'est pas à soi, ou l'est déjà. */
export const revoquerAbonnement = async (tx: TenantTx, id: AbonnementId, le: Date): Promise<boolean> =>
  (
    await sql`update sessions.abonnement set revoque_le = ${le} where id = ${id} and revoque_le is null`.execute(
      tx,
    )
  ).numAffectedRows === 1n
