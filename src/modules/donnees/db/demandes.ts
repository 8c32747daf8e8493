import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Regle } from '../domain/conservation.ts'
import { reglesProposees } from '../domain/conservation.ts'
import type { Canal, GenreDemande, Reponse } from '../domain/demande.ts'
import type { Traitement } from '../domain/traitements.ts'

export type DemandeDeDroits = {
  readonly id: string
  readonly activite: ActiviteId
  readonly personne: PersonneId
  readonly nom: string
  readonly genre: GenreDemande
  readonly canal: Canal
  readonly recueLe: string
  readonly echeance: string
  readonly prolongeeLe: Date | null
  readonly chiffree: Buffer | null
  readonly reponse: Reponse | null
  readonly repondueLe: Date | null
  readonly suite: string
}

const lire = (
  ou: ReturnType<typeof sql>,
) => sql<DemandeDeDroits>`select d.id, d.activite_id as activite, d.personne_id as personne,
    p.prenom || ' ' || p.nom as nom, d.genre, d.canal, d.recue_le::text as "recueLe", d.echeance::text, d.prolongee_le as "prolongeeLe",
    d.precision_chiffree as chiffree, d.reponse, d.repondue_le as "repondueLe", d.suite
  from donnees.demande d join tiers.personne p on p.organisme_id = d.organisme_id and p.id = d.personne_id
  where d.organisme_id = (select app.organisme()) and ${ou} order by d.repondue_le nulls first, d.echeance, d.id limit 500`

export const listerDemandes = async (tx: TenantTx): Promise<DemandeDeDroits[]> =>
  (await lire(sql`true`).execute(tx)).rows

export const demandesOuvertes = async (tx: TenantTx): Promise<DemandeDeDroits[]> =>
  (await lire(sql`d.repondue_le is null`).execute(tx)).rows

export const demandesDe = async (tx: TenantTx, ids: readonly PersonneId[]): Promise<DemandeDeDroits[]> =>
  (await lire(sql`d.personne_id = any (${[...ids]}::uuid[])`).execute(tx)).rows

export const lireDemande = async (tx: TenantTx, id: string): Promise<DemandeDeDroits | undefined> =>
  (await lire(sql`d.id = ${id}`).execute(tx)).rows[0]

// ─── Les durées ───────────────────────────────────────────────────────────────────────────────────
export type RegleEcrite = Regle & { readonly par: string | null; readonly poseeLe: Date }

export const reglesEcrites = async (tx: TenantTx): Promise<RegleEcrite[]> =>
  (
    await sql<RegleEcrite>`select categorie, financeur, mois, depuis::text, source, 'certain' as certitude, par, posee_le as "poseeLe"
      from donnees.regle where organisme_id = (select app.organisme()) order by depuis, posee_le`.execute(tx)
  ).rows

/** Les proposées d’abord : à date égale, celle de la coopérative vient après et l’emporte. */
export const lireRegles = async (tx: TenantTx): Promise<readonly Regle[]> => [
  ...reglesProposees,
  ...(await reglesEcrites(tx)),
]

// ─── Le registre des traitements ──────────────────────────────────────────────────────────────────
export type TraitementEcrit = {
  readonly code: string
  readonly version: number
  readonly contenu: Traitement
  readonly retire: boolean
}

export const traitementsEcrits = async (tx: TenantTx): Promise<TraitementEcrit[]> =>
  (
    await sql<TraitementEcrit>`select code, version, contenu, retire from donnees.traitement
      where organisme_id = (select app.organisme()) order by code, version`.execute(tx)
  ).rows

export type Lecture = {
  readonly le: Date
  readonly par: string | null
  readonly quoi: 'dossier' | 'export' | 'remise' | 'recit' | 'mesures' | 'piece'
  readonly accordee: boolean
  /** La personne, ou rien pour un récit : le dire nommerait qui s’est confié. */
  readonly personne: string | null
  readonly detail: string | null
}

/** Les lectures de ce qui est sensible, la plus récente d’abord : les dossiers ouverts et emportés, les récits protégés, les mesures, les pièces sensibles. */
export const listerLectures = async (tx: TenantTx, max: number): Promise<Lecture[]> =>
  (
    await sql<Lecture>`select * from (
      select l.le, l.par, l.genre as quoi, true as accordee, p.prenom || ' ' || p.nom as personne, null as detail
        from donnees.lecture l join tiers.personne p on p.organisme_id = l.organisme_id and p.id = l.personne_id
        where l.organisme_id = (select app.organisme())
      union all
      select r.le, r.par, r.quoi, r.accordee, null, a.genre from qualite.lecture r
        join qualite.affaire a on a.organisme_id = r.organisme_id and a.id = r.affaire_id where r.organisme_id = (select app.organisme())
      union all
      select g.fait_le, g.par, 'piece', true, null, g.phrase from journal.geste g
        where g.organisme_id = (select app.organisme()) and g.module = 'documents' and g.geste = 'lire-piece-sensible'
      ) x order by le desc limit ${max}`.execute(tx)
  ).rows
