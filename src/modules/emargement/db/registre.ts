import { createPublicKey, verify } from 'node:crypto'
import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { sha256 } from '#platform/json/canonique.ts'
import { lireEntree } from '../domain/lire-entree.ts'
import { type Jalon, type Maillon, type Verdict, verifierChaine } from '../domain/registre.ts'
import { empreindre } from './registre.ecritures.ts'

/** Une clé Ed25519 brute (32 octets), telle que `Keys` la donne, dans l’enveloppe que Node attend (RFC 8410). */
const enveloppe = Buffer.from('302a300506032b6570032100', 'hex')
export const verificateur = (clePublique: Uint8Array) => {
  const cle = createPublicKey({
    key: Buffer.concat([enveloppe, Buffer.from(clePublique)]),
    format: 'der',
    type: 'spki',
  })
  return (octets: Uint8Array, signature: Uint8Array): boolean => verify(null, octets, cle, signature)
}

/**
 * Relit la chaîne entière de l’organisme, telle que la base la garde aujourd’hui, contre ses jalons. `illisibles` : les
 * entrées d’un format que cette version ne connaît pas ; elles tiennent dans la chaîne sans se lire.
 */
export const verifierEnBase = async (
  tx: TenantTx,
  clePublique: Uint8Array,
): Promise<Verdict & { readonly illisibles: number }> => {
  const organisme = (await sql<{ o: string }>`select app.organisme() as o`.execute(tx)).rows[0]?.o ?? ''
  const { rows: maillons } =
    await sql<Maillon>`select numero, id, objet, contenu, empreinte from emargement.maillon
    where organisme_id = (select app.organisme()) order by numero`.execute(tx)
  const { rows: jalons } = await sql<Jalon>`select numero, contenu, signature from emargement.jalon
    where organisme_id = (select app.organisme()) order by numero`.execute(tx)
  const verdict = verifierChaine(
    { organisme, maillons, jalons },
    { sha256, empreindre, verifierSignature: verificateur(clePublique) },
  )
  return { ...verdict, illisibles: maillons.filter((m) => !lireEntree(m.contenu).ok).length }
}

/** L’enseigne de toute la coopérative : ce qui n’est d’aucune s’y consigne. */
export const activiteCommune = async (tx: TenantTx): Promise<ActiviteId> => {
  const { rows } = await sql<{ id: ActiviteId }>`select id from organisme.activite
    where organisme_id = (select app.organisme()) and commune`.execute(tx)
  const id = rows[0]?.id
  if (!id) throw new Error('Cet organisme n’a pas d’enseigne commune.')
  return id
}
