import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
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

/** Ajoute la ligne ; rien ne change si le fichier y est déjà. `octets` vide : ils sont ailleurs. */
export const ajouterLigne = async (
  tx: TenantTx,
  octets: Uint8Array,
  type: string,
  ici: boolean,
): Promise<StoredFile> => {
  const empreinte = empreinteDe(octets)
  await sql`insert into plateforme.fichier (empreinte, type, taille, octets)
    values (${empreinte}::bytea, ${type}, ${octets.length}, ${ici ? Buffer.from(octets) : null}::bytea)
    on conflict do nothing`.execute(tx)
  const ligne = await lireLigne(tx, empreinte.toString('hex'))
  if (!ligne) throw new Error('Fichier déposé sans organisme.')
  return { empreinte: empreinte.toString('hex'), type: ligne.type, taille: ligne.taille }
}

/** Lève si les octets ne sont pas ceux que leur nom promet. */
export const verifier = (octets: Uint8Array, empreinte: string): Uint8Array => {
  if (empreinteDe(octets).toString('hex') !== empreinte) throw new Error('Un fichier émis a été altéré.')
  return octets
}

/** Les octets dans PostgreSQL : une transaction avec le fait qu'ils prouvent, une seule sauvegarde. */
export const postgresStorage = (): Storage => ({
  put: (tx, octets, type) => ajouterLigne(tx, octets, type, true),
  async get(tx, empreinte) {
    const ligne = await lireLigne(tx, empreinte)
    if (!ligne) return undefined
    if (!ligne.octets)
      throw new Error('Ce fichier est dans un dépôt S3 qui n’est plus réglé (S3_ENDPOINT, S3_BUCKET).')
    return { octets: verifier(ligne.octets, empreinte), type: ligne.type }
  },
  async open({ octets, empreinte }) {
    if (!octets)
      throw new Error('Ce fichier est dans un dépôt S3 qui n’est plus réglé (S3_ENDPOINT, S3_BUCKET).')
    return verifier(octets, empreinte)
  },
  async forget() {},
})
