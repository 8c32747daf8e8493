/** Les adresses qui ne répondent plus, et qui ne veut plus de nouvelles : des empreintes, jamais l’adresse. */
import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'

/** La même boîte, sans la casse. Propre à un organisme : deux coopératives ne se reconnaissent pas par elle. */
export const cleDAdresse = (keys: Pick<Keys, 'digest'>, organisme: OrganismeId, adresse: string): Buffer =>
  keys.digest('etapes.adresse', `${organisme}|${adresse.trim().toLowerCase()}`)

export type EtatDAdresse = { readonly enDefaut: boolean; readonly desabonnee: boolean }

export const etatDAdresse = async (tx: TenantTx, cle: Buffer): Promise<EtatDAdresse> => {
  const { rows } = await sql<EtatDAdresse>`select
    exists (select from etapes.adresse where organisme_id = (select app.organisme()) and cle = ${cle} and levee_le is null) as "enDefaut",
    exists (select from etapes.desabonnement where organisme_id = (select app.organisme()) and cle = ${cle}) as desabonnee`.execute(
    tx,
  )
  return rows[0] ?? { enDefaut: false, desabonnee: false }
}

export type Defaut = {
  readonly cle: string
  readonly origine: 'serveur' | 'equipe'
  readonly refus: string | null
  readonly depuis: Date
}

/** Celles de ces adresses qui sont en défaut, ou désabonnées ; par empreinte hexadécimale. */
export const etatsDAdresses = async (
  tx: TenantTx,
  cles: readonly Buffer[],
): Promise<{ readonly defauts: ReadonlyMap<string, Defaut>; readonly desabonnees: ReadonlySet<string> }> => {
  if (cles.length === 0) return { defauts: new Map(), desabonnees: new Set() }
  const toutes = `{${[...new Set(cles.map((c) => c.toString('hex')))].join(',')}}`
  const [defauts, finies] = await Promise.all([
    sql<Defaut>`select encode(cle, 'hex') as cle, origine, refus, depuis from etapes.adresse
      where organisme_id = (select app.organisme()) and levee_le is null and encode(cle, 'hex') = any (${toutes}::text[])`.execute(
      tx,
    ),
    sql<{ cle: string }>`select encode(cle, 'hex') as cle from etapes.desabonnement
      where organisme_id = (select app.organisme()) and encode(cle, 'hex') = any (${toutes}::text[])`.execute(
      tx,
    ),
  ])
  return {
    defauts: new Map(defauts.rows.map((d) => [d.cle, d])),
    desabonnees: new Set(finies.rows.map((d) => d.cle)),
  }
}

export type AdresseARefaire = {
  readonly personne: string
  readonly nom: string
  readonly courriel: string
  readonly depuis: Date
}

/** Les personnes d’une inscription en cours, ou qui signent pour un client, dont l’adresse ne répond plus. */
export const adressesARefaire = async (tx: TenantTx, max = 50): Promise<AdresseARefaire[]> =>
  (
    await sql<AdresseARefaire>`select p.id as personne, p.prenom || ' ' || p.nom as nom, p.courriel, a.depuis
    from etapes.adresse a join tiers.personne p on p.organisme_id = a.organisme_id and p.id = a.personne_id
    where a.organisme_id = (select app.organisme()) and a.levee_le is null and p.courriel is not null and p.effacee_le is null
      and (exists (select from inscriptions.inscription i where i.organisme_id = p.organisme_id and i.personne_id = p.id and i.close_le is null)
        or exists (select from inscriptions.dossier d where d.organisme_id = p.organisme_id and d.signataire_id = p.id and d.retracte_le is null))
    order by a.depuis desc, p.id limit ${max}`.execute(tx)
  ).rows

/** Sans compte, par la porte ; la page a vérifié la preuve du lien. Faux : ce message n’existe pas. */
export const nePlusInformer = async (tx: PublicTx, message: string, le: Date): Promise<boolean> =>
  (await sql<{ r: string | null }>`select porte.ne_plus_informer(${message}::uuid, ${le}) as r`.execute(tx))
    .rows[0]?.r === 'fait'
