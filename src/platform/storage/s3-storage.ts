import { AwsClient } from 'aws4fetch'
import type { Config } from '#platform/config/config.ts'
import type { Keys } from '#platform/keys/keys.ts'
import {
  ajouterLigne,
  contexteDe,
  empreinteDe,
  lireLigne,
  organismeDe,
  ouvrirOctets,
  usageDesFichiers,
  verifier,
} from '#platform/storage/postgres-storage.ts'
import type { Storage } from '#platform/storage/storage.ts'

// Un dépôt qui ne répond pas ne retient pas une page pour toujours.
const delai = 30_000

export type ObjectStore = {
  put(cle: string, octets: Uint8Array): Promise<void>
  get(cle: string): Promise<Uint8Array | undefined>
  remove(cle: string): Promise<void>
}

/** Un dépôt compatible S3, adresses en chemin (`endpoint/bucket/cle`), que tous savent servir. */
export const s3Store = (config: NonNullable<Config['s3']>): ObjectStore => {
  const client = new AwsClient({
    accessKeyId: config.key,
    secretAccessKey: config.secret,
    service: 's3',
    region: 'us-east-1',
    retries: 3,
  })
  const adresse = (cle: string) => `${config.endpoint.replace(/\/+$/, '')}/${config.bucket}/${cle}`
  const demander = (cle: string, init: RequestInit) =>
    client.fetch(adresse(cle), { ...init, signal: AbortSignal.timeout(delai) })
  return {
    async put(cle, octets) {
      const reponse = await demander(cle, {
        method: 'PUT',
        body: new Uint8Array(octets),
        headers: { 'content-type': 'application/octet-stream' },
      })
      await reponse.arrayBuffer()
      if (!reponse.ok) throw new Error(`Le dépôt S3 a refusé un fichier (${reponse.status}).`)
    },
    async get(cle) {
      const reponse = await demander(cle, { method: 'GET' })
      const octets = new Uint8Array(await reponse.arrayBuffer())
      if (reponse.status === 404) return undefined
      if (!reponse.ok) throw new Error(`Le dépôt S3 n’a pas rendu un fichier (${reponse.status}).`)
      return octets
    },
    async remove(cle) {
      const reponse = await demander(cle, { method: 'DELETE' })
      await reponse.arrayBuffer()
      if (!reponse.ok && reponse.status !== 404)
        throw new Error(`Le dépôt S3 n’a pas ôté un fichier (${reponse.status}).`)
    },
  }
}

/**
 * Les octets dans un dépôt S3, la ligne dans PostgreSQL. Qui tient le dépôt n'a pas à lire les documents : les
 * objets sont chiffrés par les clés de l'instance, liés à leur organisme et à leur nom. L'objet part avant la
 * ligne : une transaction défaite laisse au pire un objet sans nom, jamais une ligne sans octets. Ce qui fut
 * rangé dans PostgreSQL avant le réglage de S3 s'y lit toujours.
 */
export const s3Storage = (depot: ObjectStore, keys: Keys): Storage => {
  const ouvrir = async (organisme: string, empreinte: string): Promise<Uint8Array> => {
    const cle = contexteDe(organisme, empreinte)
    const chiffre = await depot.get(cle)
    if (!chiffre) throw new Error('Un fichier émis manque dans le dépôt S3.')
    const octets = keys.decrypt(usageDesFichiers, cle, chiffre)
    if (!octets) throw new Error('Un fichier émis a été altéré, ou les clés de l’instance ont changé.')
    return verifier(octets, empreinte)
  }
  return {
    async put(tx, octets, type) {
      const empreinte = empreinteDe(octets).toString('hex')
      const cle = contexteDe(await organismeDe(tx), empreinte)
      if (!(await lireLigne(tx, empreinte))) await depot.put(cle, keys.encrypt(usageDesFichiers, cle, octets))
      return ajouterLigne(tx, octets, type, null)
    },
    async get(tx, empreinte) {
      const ligne = await lireLigne(tx, empreinte)
      if (!ligne) return undefined
      if (ligne.octets)
        return { octets: ouvrirOctets(keys, { ...ligne, empreinte, octets: ligne.octets }), type: ligne.type }
      return { octets: await ouvrir(ligne.organisme, empreinte), type: ligne.type }
    },
    open: async ({ organisme, empreinte, octets }) =>
      octets ? ouvrirOctets(keys, { organisme, empreinte, octets }) : ouvrir(organisme, empreinte),
    async forget(organisme, empreintes) {
      for (const e of empreintes) await depot.remove(`${organisme}/${e}`)
    },
  }
}
