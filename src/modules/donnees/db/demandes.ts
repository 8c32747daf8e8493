import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Regle } from '../domain/conservation.ts'
import { reglesProposees } from '../domain/conservation.ts'
import type { Canal, GenreDemande, Reponse } from '../domain/demande.ts'
import type { Traitement } from '../domain/traitements.ts'

export type Demande = {
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
) => sql<Demande>`select d.id, d.activite_id as activite, d.personne_id as personne,
    p.prenom || ' ' || p.nom as nom, d.genre, d.canal, d.recue_le::text as "recueLe", d.echeance::text, d.prolongee_le as "prolongeeLe",
    d.precision_chiffree as chiffree, d.reponse, d.repondue_le as "repondueLe", d.suite
  from donnees.demande d join tiers.personne p on p.organisme_id = d.organisme_id and p.id = d.personne_id
  where d.organisme_id = (select app.organisme()) and ${ou} order by d.repondue_le nulls first, d.echeance, d.id limit 500`

export const listerDemandes = async (tx: TenantTx): Promise<Demande[]> =>
  (await lire(sql`true`).execute(tx)).rows
export const demandesOuvertes = async (tx: TenantTx): Promise<Demande[]> =>
  (await lire(sql`d.repondue_le is null`).execute(tx)).rows
export const demandesDe = async (tx: TenantTx, ids: readonly PersonneId[]): Promise<Demande[]> =>
  (await lire(sql`d.personne_id = any (${[...ids]}::uuid[])`).execute(tx)).rows
export const lireDemande = async (tx: TenantTx, id: string): Promise<Demande | undefined> =>
  (await lire(sql`d.id = ${id}`).execute(tx)).rows[0]

export const insererDemande = async (
  tx: TenantTx,
  d: Pick<Demande, 'id' | 'activite' | 'personne' | 'genre' | 'canal' | 'recueLe' | 'echeance'> & {
    readonly chiffree: Uint8Array | null
  },
  le: Date,
): Promise<boolean> =>
  (
    await sql`insert into donnees.demande (id, activite_id, personne_id, genre, canal, recue_le, echeance, precision_chiffree, inscrite_le)
      values (${d.id}, ${d.activite}, ${d.personne}, ${d.genre}, ${d.canal}, ${d.recueLe}::date, ${d.echeance}::date,
        ${d.chiffree ? Buffer.from(d.chiffree) : null}::bytea, ${le}) on conflict (organisme_id, id) do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n

/** Faux : déjà répondue. */
export const repondreDemande = async (
  tx: TenantTx,
  id: string,
  r: { readonly reponse: Reponse; readonly suite: string },
  le: Date,
): Promise<boolean> =>
  (
    await sql`update donnees.demande set reponse = ${r.reponse}, suite = ${r.suite}, repondue_le = ${le},
      repondue_par = (select app.personne()) where organisme_id = (select app.organisme()) and id = ${id} and repondue_le is null`.execute(
      tx,
    )
  ).numAffectedRows === 1n
export const prolongerDemande = async (
  tx: TenantTx,
  id: string,
  echeance: string,
  le: Date,
): Promise<boolean> =>
  (
    await sql`update donnees.demande set echeance = ${echeance}::date, prolongee_le = ${le}
      where organisme_id = (select app.organisme()) and id = ${id} and repondue_le is null and prolongee_le is null`.execute(
      tx,
    )
  ).numAffectedRows === 1n

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
export const poserRegle = async (
  tx: TenantTx,
  r: Omit<Regle, 'certitude'> & { readonly id: string; readonly le: Date },
): Promise<void> => {
  await sql`insert into donnees.regle (id, categorie, financeur, mois, depuis, source, posee_le)
    values (${r.id}, ${r.categorie}, ${r.financeur}, ${r.mois}, ${r.depuis}::date, ${r.source}, ${r.le}) on conflict do nothing`.execute(
    tx,
  )
}

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
/** Faux : quelqu’un a écrit la même version entre-temps. */
export const ecrireTraitement = async (tx: TenantTx, t: TraitementEcrit, le: Date): Promise<boolean> =>
  (
    await sql`insert into donnees.traitement (code, version, contenu, retire, ecrit_le)
      values (${t.code}, ${t.version}, ${JSON.stringify(t.contenu)}::jsonb, ${t.retire}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n

// ─── Les lectures ─────────────────────────────────────────────────────────────────────────────────
export const tracerLecture = async (
  tx: TenantTx,
  l: {
    readonly id: string
    readonly activite: ActiviteId
    readonly personne: PersonneId
    readonly genre: 'dossier' | 'export' | 'remise'
  },
  le: Date,
): Promise<void> => {
  await sql`insert into donnees.lecture (id, activite_id, personne_id, genre, le)
    values (${l.id}, ${l.activite}, ${l.personne}, ${l.genre}, ${le})`.execute(tx)
}
export type Lecture = {
  readonly le: Date
  readonly par: string | null
  readonly quoi: 'dossier' | 'export' | 'remise' | 'recit'
  readonly accordee: boolean
  /** La personne, ou rien pour un récit : le dire nommerait qui s’est confié. */
  readonly personne: string | null
  readonly detail: string | null
}
/** Les lectures de ce qui est sensible, la plus récente d’abord : les dossiers ouverts et emportés, les récits protégés. */
export const listerLectures = async (tx: TenantTx, max: number): Promise<Lecture[]> =>
  (
    await sql<Lecture>`select * from (
      select l.le, l.par, l.genre as quoi, true as accordee, p.prenom || ' ' || p.nom as personne, null as detail
        from donnees.lecture l join tiers.personne p on p.organisme_id = l.organisme_id and p.id = l.personne_id
        where l.organisme_id = (select app.organisme())
      union all
      select r.le, r.par, 'recit', r.accordee, null, a.genre from qualite.lecture r
        join qualite.affaire a on a.organisme_id = r.organisme_id and a.id = r.affaire_id where r.organisme_id = (select app.organisme())
      ) x order by le desc limit ${max}`.execute(tx)
  ).rows
