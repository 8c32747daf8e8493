import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { ChargeId } from '../domain/facture.ts'
import type { RecueId, RecueLue } from './recues.ts'

/** Faux : ce fichier est déjà là. */
export const ajouterRecue = async (
  tx: TenantTx,
  r: Omit<RecueLue, 'charge' | 'codes' | 'objet'> & {
    readonly empreinte: string
    readonly syntaxe: 'CII' | 'UBL'
  },
): Promise<boolean> =>
  (
    await sql`insert into facturation.recue (id, activite_id, empreinte, fichier, nom_fichier, pdf, flux, par_boite, recue_le, syntaxe, genre, numero,
        emise_le, echeance, fournisseur, siren, ht_centimes, tva_centimes, ttc_centimes, fautes)
      values (${r.id}::uuid, ${r.activite}::uuid, ${r.empreinte}, ${r.fichier}, ${r.nomFichier}, ${r.pdf}, ${r.flux},
        ${r.parBoite}, ${r.recueLe}::timestamptz, ${r.syntaxe}, ${r.genre}, ${r.numero}, ${r.emiseLe}::date, ${r.echeance}::date, ${r.fournisseur},
        ${r.siren}, ${r.ht}::bigint, ${r.tva}::bigint, ${r.ttc}::bigint, ${JSON.stringify(r.fautes)}::jsonb)
      on conflict do nothing`.execute(tx)
  ).numAffectedRows === 1n

/** Ce fichier, déposé ici d’abord, vient maintenant de la plateforme : les réponses y repartiront. */
export const rattacherAuFlux = async (
  tx: TenantTx,
  empreinte: string,
  flux: string,
): Promise<RecueId | undefined> =>
  (
    await sql<{ id: RecueId }>`update facturation.recue set flux = ${flux}
      where organisme_id = (select app.organisme()) and empreinte = ${empreinte} and flux is null returning id`.execute(
      tx,
    )
  ).rows[0]?.id

/** Deux personnes ne rattachent pas deux factures à une même charge à la fois : la seconde attend, puis la voit prise. */
export const verrouillerCharge = async (tx: TenantTx, charge: ChargeId): Promise<void> => {
  await sql`select 1 from facturation.charge where organisme_id = (select app.organisme()) and id = ${charge}::uuid for no key update`.execute(
    tx,
  )
}

export const lierCharge = async (tx: TenantTx, id: RecueId, charge: ChargeId): Promise<void> => {
  const { numAffectedRows } = await sql`update facturation.recue set charge_id = ${charge}::uuid
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and charge_id is null`.execute(tx)
  if (numAffectedRows !== 1n) throw new Error(`La facture reçue ${id} a déjà sa charge.`)
}

export const direObjet = async (
  tx: TenantTx,
  id: RecueId,
  o: { readonly genre: string; readonly id: string; readonly dit: string },
): Promise<void> => {
  await sql`update facturation.recue set objet_genre = ${o.genre}, objet_id = ${o.id}::uuid, objet_dit = ${o.dit.slice(0, 300)}
    where organisme_id = (select app.organisme()) and id = ${id}::uuid`.execute(tx)
}
