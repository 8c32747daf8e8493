import { AwsClient } from 'aws4fetch'
import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { Config } from '#platform/config/config.ts'
import type { Database, TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { demanderDehors } from '#platform/storage/lectures-dehors.ts'
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
import { DepotInjoignable, type Storage } from '#platform/storage/storage.ts'

/** Un dépôt sain répond en une fraction de seconde ; le corps d'un gros fichier, en quelques-unes. */
export type DelaisS3 = {
  readonly reponse: number
  readonly corps: number
  /** Échecs d'affilée après lesquels on ne demande plus, et pour combien de temps. */
  readonly echecs: number
  readonly repit: number
}
const delaisOrdinaires: DelaisS3 = { reponse: 5_000, corps: 30_000, echecs: 3, repit: 30_000 }

export type ObjectStore = {
  put(cle: string, octets: Uint8Array): Promise<void>
  get(cle: string): Promise<Uint8Array | undefined>
  remove(cle: string): Promise<void>
}

/**
 * Un dépôt compatible S3, adresses en chemin (`endpoint/bucket/cle`), que tous savent servir. Après quelques échecs d'affilée, il n'est plus
 * demandé pendant un répit : chacun reçoit `DepotInjoignable` aussitôt, au lieu d'attendre à son tour. Puis un seul essai le rouvre.
 */
export const s3Store = (
  config: NonNullable<Config['s3']>,
  delais: DelaisS3 = delaisOrdinaires,
): ObjectStore => {
  const client = new AwsClient({
    accessKeyId: config.key,
    secretAccessKey: config.secret,
    service: 's3',
    region: 'us-east-1',
    retries: 0,
  })
  const adresse = (cle: string) => `${config.endpoint.replace(/\/+$/, '')}/${config.bucket}/${cle}`
  let echecs = 0
  let rouvreLe = 0
  const demander = async (
    cle: string,
    init: RequestInit,
  ): Promise<{ statut: number; octets: Uint8Array }> => {
    if (Date.now() < rouvreLe) throw new DepotInjoignable('Le dépôt des fichiers ne répond pas (en répit).')
    // Un seul essai rouvre : les autres attendent le répit suivant.
    if (echecs >= delais.echecs) rouvreLe = Date.now() + delais.repit
    const fin = new AbortController()
    const muet = setTimeout(() => fin.abort(), delais.reponse)
    try {
      const reponse = await client.fetch(adresse(cle), {
        ...init,
        signal: AbortSignal.any([fin.signal, AbortSignal.timeout(delais.corps)]),
      })
      clearTimeout(muet)
      const octets = new Uint8Array(await reponse.arrayBuffer())
      if (reponse.status >= 500) throw new Error(String(reponse.status))
      echecs = 0
      rouvreLe = 0
      return { statut: reponse.status, octets }
    } catch (erreur) {
      echecs++
      if (echecs >= delais.echecs) rouvreLe = Date.now() + delais.repit
      throw new DepotInjoignable('Le dépôt des fichiers ne répond pas.', { cause: erreur })
    } finally {
      clearTimeout(muet)
    }
  }
  return {
    async put(cle, octets) {
      const { statut } = await demander(cle, {
        method: 'PUT',
        body: new Uint8Array(octets),
        headers: { 'content-type': 'application/octet-stream' },
      })
      if (statut >= 300) throw new Error(`Le dépôt S3 a refusé un fichier (${statut}).`)
    },
    async get(cle) {
      const { statut, octets } = await demander(cle, { method: 'GET' })
      if (statut === 404) return undefined
      if (statut >= 300) throw new Error(`Le dépôt S3 n’a pas rendu un fichier (${statut}).`)
      return octets
    },
    async remove(cle) {
      const { statut } = await demander(cle, { method: 'DELETE' })
      if (statut >= 300 && statut !== 404) throw new Error(`Le dépôt S3 n’a pas ôté un fichier (${statut}).`)
    },
  }
}

/** Ce qui vient d'être lu dehors, et que la transaction refaite retrouve. */
const memoireMax = 48_000_000
const memoire = (depot: ObjectStore) => {
  const lus = new Map<string, Uint8Array>()
  let poids = 0
  return {
    garde: (cle: string) => lus.get(cle),
    async lire(cle: string): Promise<Uint8Array> {
      const connu = lus.get(cle)
      if (connu) return connu
      const octets = await depot.get(cle)
      if (!octets) throw new Error('Un fichier émis manque dans le dépôt S3.')
      lus.set(cle, octets)
      poids += octets.length
      for (const [vieille, o] of lus) {
        if (poids <= memoireMax || vieille === cle) break
        lus.delete(vieille)
        poids -= o.length
      }
      return octets
    },
    oublier(cle: string) {
      poids -= lus.get(cle)?.length ?? 0
      lus.delete(cle)
    },
  }
}

/** Le travailleur n’a d’octets que ceux de la coopérative dont il mène la tâche. */
const dansSaTache = <T>(
  db: Database,
  organisme: string,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T | undefined> => db.withTenant({ genre: 'tache', organisme: organisme as OrganismeId }, work)

type ARanger = { readonly organisme: string; readonly empreinte: string; readonly octets: Buffer }

/** Un fichier à la fois, hors de toute transaction ; relu avant que la base n'oublie ses octets. Faux : il est altéré, et reste où il est. */
const rangerUn = async (db: Database, depot: ObjectStore, keys: Keys, f: ARanger): Promise<boolean> => {
  const cle = contexteDe(f.organisme, f.empreinte)
  let clair: Uint8Array
  try {
    clair = ouvrirOctets(keys, f)
  } catch {
    return false
  }
  await depot.put(cle, keys.encrypt(usageDesFichiers, cle, clair))
  const relu = await depot.get(cle)
  verifier(keys.decrypt(usageDesFichiers, cle, relu ?? new Uint8Array()) ?? new Uint8Array(), f.empreinte)
  const fait = await dansSaTache(db, f.organisme, async (tx) => {
    const { rows } = await sql<{
      sort: string | null
    }>`select porte.fichier_range(${f.empreinte}) as sort`.execute(tx)
    return rows[0]
  })
  // Effacé entre-temps : il n'a plus à être nulle part.
  if (fait?.sort === 'absent') await depot.remove(cle)
  return true
}

/**
 * Les octets dans un dépôt S3, la ligne dans PostgreSQL. Qui tient le dépôt n'a pas à lire les documents : les objets sont chiffrés par
 * les clés de l'instance, liés à leur organisme et à leur nom. Un fichier déposé vit d'abord dans PostgreSQL, avec le fait qu'il prouve : une
 * tâche le range ensuite (`ranger`), de sorte qu'aucune transaction n'attend le dépôt, et qu'un dépôt en panne n'empêche pas d'émettre.
 * Lire demande l'objet hors de la transaction (`lecturesDehors`).
 */
export const s3Storage = (depot: ObjectStore, keys: Keys): Storage => {
  const lus = memoire(depot)
  const ouvrir = async (organisme: string, empreinte: string): Promise<Uint8Array> => {
    const cle = contexteDe(organisme, empreinte)
    if (!lus.garde(cle)) demanderDehors(() => lus.lire(cle))
    const octets = keys.decrypt(usageDesFichiers, cle, await lus.lire(cle))
    if (!octets) throw new Error('Un fichier émis a été altéré, ou les clés de l’instance ont changé.')
    return verifier(octets, empreinte)
  }
  return {
    async put(tx, octets, type) {
      const cle = contexteDe(await organismeDe(tx), empreinteDe(octets).toString('hex'))
      return ajouterLigne(tx, octets, type, keys.encrypt(usageDesFichiers, cle, octets))
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
      for (const e of empreintes) {
        lus.oublier(contexteDe(organisme, e))
        await depot.remove(contexteDe(organisme, e))
      }
    },
    async ranger(db) {
      const bilan = { ranges: 0, alteres: 0 }
      const attendent = await db.seule(
        sql<{ organisme: string }>`select organisme_id as organisme from porte.organismes_a_ranger()`,
      )
      for (const { organisme } of attendent)
        for (let empreinte: string | undefined = ''; empreinte !== undefined; ) {
          const apres: string = empreinte
          const lot: readonly ARanger[] =
            (await dansSaTache(db, organisme, async (tx) => {
              const { rows } =
                await sql<ARanger>`select organisme_id as organisme, empreinte, octets from porte.fichiers_a_ranger(${apres})`.execute(
                  tx,
                )
              return rows
            })) ?? []
          for (const f of lot) bilan[(await rangerUn(db, depot, keys, f)) ? 'ranges' : 'alteres']++
          empreinte = lot.at(-1)?.empreinte
        }
      return bilan
    },
    async repond() {
      await depot.get('coforme-sonde')
    },
  }
}
