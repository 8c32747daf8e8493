import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Regle } from '../domain/conservation.ts'
import type { Reponse } from '../domain/demande.ts'
import type { DemandeDeDroits, TraitementEcrit } from './demandes.ts'

export const insererDemande = async (
  tx: TenantTx,
  d: Pick<DemandeDeDroits, 'id' | 'activite' | 'personne' | 'genre' | 'canal' | 'recueLe' | 'echeance'> & {
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

export const poserRegle = async (
  tx: TenantTx,
  r: Omit<Regle, 'certitude'> & { readonly id: string; readonly le: Date },
): Promise<void> => {
  await sql`insert into donnees.regle (id, categorie, financeur, mois, depuis, source, posee_le)
    values (${r.id}, ${r.categorie}, ${r.financeur}, ${r.mois}, ${r.depuis}::date, ${r.source}, ${r.le}) on conflict do nothing`.execute(
    tx,
  )
}

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
