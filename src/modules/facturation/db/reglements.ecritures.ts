import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { FactureId, MouvementId, ReglementId } from '../domain/facture.ts'
import type { ReglementAEcrire } from './reglements.ts'

/** Faux : déjà écrit, ou ce mouvement (ce règlement annulé) l’est déjà par un autre. */
export const ajouterReglement = async (tx: TenantTx, r: ReglementAEcrire): Promise<boolean> =>
  (
    await sql`insert into facturation.reglement (id, activite_id, payeur_entreprise_id, payeur_personne_id, payeur_nom, jour,
        montant_centimes, moyen, reference, mouvement_id, annule_id, rend_id, enregistre_le)
      values (${r.id}, ${r.activite}::uuid, ${r.payeurEntreprise}::uuid, ${r.payeurPersonne}::uuid, ${r.payeur}, ${r.jour}::date,
        ${r.montant}::bigint, ${r.moyen}, ${r.reference}, ${r.mouvement}::uuid, ${r.annule}::uuid, ${r.rend ?? null}::uuid, ${r.le}::timestamptz)
      on conflict do nothing`.execute(tx)
  ).numAffectedRows === 1n

export const ajouterImputation = async (
  tx: TenantTx,
  i: {
    readonly activite: ActiviteId
    readonly reglement: ReglementId
    readonly facture: FactureId
    readonly montant: Montant
    readonly le: Date
  },
): Promise<void> => {
  await sql`insert into facturation.imputation (id, activite_id, reglement_id, facture_id, montant_centimes, le)
    values (${newId<'Imputation'>()}, ${i.activite}::uuid, ${i.reglement}::uuid, ${i.facture}::uuid, ${i.montant}::bigint, ${i.le}::timestamptz)`.execute(
    tx,
  )
}

export const ajouterReleve = async (
  tx: TenantTx,
  r: { readonly activite: ActiviteId; readonly nom: string; readonly le: Date },
): Promise<Id<'Releve'>> => {
  const id = newId<'Releve'>(r.le)
  await sql`insert into facturation.releve (id, activite_id, nom_fichier, lu_le)
    values (${id}, ${r.activite}::uuid, ${r.nom.slice(0, 200)}, ${r.le}::timestamptz)`.execute(tx)
  return id
}

/** Faux : cette ligne du relevé est déjà là. `empreinte` : hexadécimale. */
export const ajouterMouvement = async (
  tx: TenantTx,
  releve: { readonly id: Id<'Releve'>; readonly activite: ActiviteId },
  l: {
    readonly jour: DateCivile
    readonly montant: Montant
    readonly libelle: string
    readonly empreinte: string
  },
): Promise<boolean> =>
  (
    await sql`insert into facturation.mouvement (id, activite_id, releve_id, jour, montant_centimes, libelle, empreinte)
      values (${newId<'Mouvement'>()}, ${releve.activite}::uuid, ${releve.id}::uuid, ${l.jour}::date, ${l.montant}::bigint, ${l.libelle},
        ${Buffer.from(l.empreinte, 'hex')}::bytea)
      on conflict (organisme_id, empreinte) do nothing`.execute(tx)
  ).numAffectedRows === 1n

export const ecarterMouvement = async (tx: TenantTx, id: MouvementId, le: Date): Promise<boolean> =>
  (
    await sql`update facturation.mouvement set ecarte_le = ${le}::timestamptz where id = ${id}::uuid and ecarte_le is null
      and not exists (select from facturation.reglement r where r.organisme_id = mouvement.organisme_id and r.mouvement_id = mouvement.id)`.execute(
      tx,
    )
  ).numAffectedRows === 1n

export const ajouterRelance = async (
  tx: TenantTx,
  r: {
    readonly facture: FactureId
    readonly activite: ActiviteId
    readonly niveau: number
    readonly destinataire: string
    readonly objet: string
    readonly texte: string
    readonly le: Date
  },
): Promise<boolean> =>
  (
    await sql`insert into facturation.relance (id, activite_id, facture_id, niveau, destinataire, objet, texte, envoyee_le)
      values (${newId<'RelanceFacture'>()}, ${r.activite}::uuid, ${r.facture}::uuid, ${r.niveau}::smallint, ${r.destinataire}, ${r.objet},
        ${r.texte}, ${r.le}::timestamptz) on conflict (organisme_id, facture_id, niveau) do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n
