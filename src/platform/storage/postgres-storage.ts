import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import type { Storage, StoredFile } from '#platform/storage/storage.ts'

export const empreinteDe = (octets: Uint8Array): Buffer => createHash('sha256').update(octets).digest()

export type Ligne = {
  readonly type: string
  readonly taille: number
  readonly octets: Buffer | null
  readonly organisme: string
}

/** La ligne d'un fichier de l'organisme ; rien pour celui d'un voisin, ni pour un nom mal formé. */
export const lireLigne = async (tx: TenantTx, empreinte: string): Promise<Ligne | undefined> => {
  if (!/^[0-9a-f]{64}$/.test(empreinte)) return undefined
  const { rows } =
    await sql<Ligne>`select type, taille, octets, organisme_id as organisme from plateforme.fichier
    where organisme_id = (select app.organisme()) and empreinte = ${Buffer.from(empreinte, 'hex')}::bytea`.execute(
      tx,
    )
  return rows[0]
}

/** Ajoute la ligne ; rien ne change si le fichier y est déjà. `gardes` : les octets, ou leur chiffré ; nul : ils sont ailleurs. */
export const ajouterLigne = async (
  tx: TenantTx,
  octets: Uint8Array,
  type: string,
  gardes: Uint8Array | null,
): Promise<StoredFile> => {
  const empreinte = empreinteDe(octets)
  // Les octets ne se relisent pas : la ligne dit seulement ce qui fut gardé, par nous ou avant nous.
  const [, { rows }] = await Promise.all([
    sql`insert into plateforme.fichier (empreinte, type, taille, octets)
      values (${empreinte}::bytea, ${type}, ${octets.length}, ${gardes && Buffer.from(gardes)}::bytea)
      on conflict do nothing`.execute(tx),
    sql<{ type: string; taille: number }>`select type, taille from plateforme.fichier
      where organisme_id = (select app.organisme()) and empreinte = ${empreinte}::bytea`.execute(tx),
  ])
  const ligne = rows[0]
  if (!ligne) throw new Error('Fichier déposé sans organisme.')
  return { empreinte: empreinte.toString('hex'), ...ligne }
}

/** Lève si les octets ne sont pas ceux que leur nom promet. */
export const verifier = (octets: Uint8Array, empreinte: string): Uint8Array => {
  if (empreinteDe(octets).toString('hex') !== empreinte) throw new Error('Un fichier émis a été altéré.')
  return octets
}

/** L’organisme de la transaction : un fichier ne se dépose que chez quelqu’un. */
export const organismeDe = async (tx: TenantTx): Promise<string> => {
  const { rows } = await sql<{ organisme: string | null }>`select app.organisme() as organisme`.execute(tx)
  const organisme = rows[0]?.organisme
  if (!organisme) throw new Error('Fichier déposé sans organisme.')
  return organisme
}

/** L’usage des clés, et ce à quoi le chiffré est lié : son organisme et son nom. */
export const usageDesFichiers = 'fichier'
export const contexteDe = (organisme: string, empreinte: string): string => `${organisme}/${empreinte}`

/** Les octets promis par leur nom, qu’ils soient gardés en clair ou chiffrés ; lève s’ils ont été altérés. */
export const ouvrirOctets = (
  keys: Keys | undefined,
  {
    organisme,
    empreinte,
    octets,
  }: { readonly organisme: string; readonly empreinte: string; readonly octets: Buffer },
): Uint8Array => {
  if (empreinteDe(octets).toString('hex') === empreinte) return octets
  const clair = keys?.decrypt(usageDesFichiers, contexteDe(organisme, empreinte), octets)
  if (!clair) throw new Error('Un fichier émis a été altéré, ou les clés de l’instance ont changé.')
  return verifier(clair, empreinte)
}

/**
 * Les octets dans PostgreSQL : une transaction avec le fait qu'ils prouvent, une seule sauvegarde. Sans `keys`, rien de sensible ne s’y
 * dépose ni ne s’y relit.
 */
export const postgresStorage = (keys?: Keys): Storage => ({
  async put(tx, octets, type, { sensible = false } = {}) {
    if (!sensible) return ajouterLigne(tx, octets, type, octets)
    if (!keys) throw new Error('Un fichier sensible ne se dépose pas sans les clés de l’instance.')
    const cle = contexteDe(await organismeDe(tx), empreinteDe(octets).toString('hex'))
    return ajouterLigne(tx, octets, type, keys.encrypt(usageDesFichiers, cle, octets))
  },
  async get(tx, empreinte) {
    const ligne = await lireLigne(tx, empreinte)
    if (!ligne) return undefined
    if (!ligne.octets)
      throw new Error('Ce fichier est dans un dépôt S3 qui n’est plus réglé (S3_ENDPOINT, S3_BUCKET).')
    return { octets: ouvrirOctets(keys, { ...ligne, empreinte, octets: ligne.octets }), type: ligne.type }
  },
  async open({ organisme, octets, empreinte }) {
    if (!octets)
      throw new Error('Ce fichier est dans un dépôt S3 qui n’est plus réglé (S3_ENDPOINT, S3_BUCKET).')
    return ouvrirOctets(keys, { organisme, empreinte, octets })
  },
  async forget() {},
})
