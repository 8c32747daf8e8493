import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { ProjetId } from '../domain/facture.ts'
import type { EtatProjet, ProjetAEcrire, ProjetLu } from './projets.ts'

const ecrireLignes = async (
  tx: TenantTx,
  projet: ProjetId,
  activite: ActiviteId,
  lignes: ProjetAEcrire['lignes'],
): Promise<void> => {
  for (const [ordre, l] of lignes.entries()) {
    const id = newId<'LigneProjet'>()
    await sql`insert into facturation.projet_ligne (id, activite_id, projet_id, rang, nature, libelle, inscription_id, acompte_id,
        quantite_millemes, unite, prix_centimes, montant_ht_centimes, taux_points, bien)
      values (${id}, ${activite}::uuid, ${projet}::uuid, ${l.rang ?? ordre}::smallint, ${l.nature}, ${l.libelle}, ${l.inscription}::uuid,
        ${l.acompte}::uuid, ${l.quantite}::int, ${l.unite}, ${l.prix}::bigint, ${l.montant}::bigint, ${l.taux}::int, ${l.bien === true})`.execute(
      tx,
    )
    for (const h of l.heures)
      await sql`insert into facturation.projet_heures (activite_id, projet_id, ligne_id, inscription_id, minutes)
        values (${activite}::uuid, ${projet}::uuid, ${id}, ${h.inscription}::uuid, ${h.minutes}::int)`.execute(
        tx,
      )
  }
}

export const ajouterProjet = async (
  tx: TenantTx,
  id: ProjetId,
  p: ProjetAEcrire,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into facturation.projet (id, activite_id, genre, session_id, dossier_id, financement_rang,
      payeur_entreprise_id, payeur_personne_id, source, subrogation, corrige_id, motif, periode_du, periode_au, reference,
      delai_jours, cree_le)
    values (${id}, ${p.activite}::uuid, ${p.genre}, ${p.session}::uuid, ${p.dossier}::uuid, ${p.financementRang}::smallint,
      ${p.payeurEntreprise}::uuid, ${p.payeurPersonne}::uuid, ${p.source}, ${p.subrogation}, ${p.corrige}::uuid, ${p.motif},
      ${p.periode?.du ?? null}::date, ${p.periode?.au ?? null}::date, ${p.reference}, ${p.delaiJours}::smallint, ${le}::timestamptz)
    on conflict do nothing`.execute(tx)
  // Un double envoi retrouve le sien.
  if (numAffectedRows === 0n) return false
  await ecrireLignes(tx, id, p.activite, p.lignes)
  return true
}

/** Faux : quelqu’un a écrit entre-temps, ou le projet n’est plus dans l’un de ces états. Il est ouvert, et son visa caduc. */
export const changerProjet = async (
  tx: TenantTx,
  p: ProjetLu,
  version: number,
  neuf: Pick<ProjetAEcrire, 'motif' | 'periode' | 'reference' | 'delaiJours' | 'lignes'> &
    Pick<ProjetLu, 'codeService'>,
  depuis: readonly EtatProjet[] = ['ouvert', 'a-viser'],
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update facturation.projet set motif = ${neuf.motif}, periode_du = ${neuf.periode?.du ?? null}::date,
      periode_au = ${neuf.periode?.au ?? null}::date, reference = ${neuf.reference}, code_service = ${neuf.codeService}, delai_jours = ${neuf.delaiJours}::smallint,
      etat = 'ouvert', version = version + 1
    where id = ${p.id}::uuid and version = ${version} and etat = any (${depuis}::text[])`.execute(tx)
  if (numAffectedRows === 0n) return false
  await sql`delete from facturation.projet_heures where projet_id = ${p.id}::uuid`.execute(tx)
  await sql`delete from facturation.projet_ligne where projet_id = ${p.id}::uuid`.execute(tx)
  await ecrireLignes(tx, p.id, p.activite, neuf.lignes)
  return true
}

export const passerProjet = async (
  tx: TenantTx,
  id: ProjetId,
  version: number,
  etat: EtatProjet,
  /** Quand le visa est demandé. */
  le: Date | null = null,
): Promise<boolean> =>
  (
    await sql`update facturation.projet set etat = ${etat}, a_viser_depuis = coalesce(${le}::timestamptz, a_viser_depuis) where id = ${id}::uuid and version = ${version}
      and etat in ('ouvert', 'a-viser')`.execute(tx)
  ).numAffectedRows === 1n

export const garderVisa = async (
  tx: TenantTx,
  v: {
    readonly projet: ProjetId
    readonly activite: ActiviteId
    readonly version: number
    readonly decision: 'accorde' | 'refuse'
    readonly motif: string | null
    readonly conditions?: string
    readonly le: Date
  },
): Promise<boolean> =>
  (
    await sql`insert into facturation.visa (id, activite_id, projet_id, version, decision, motif, conditions, le)
      values (${newId<'VisaFacture'>()}, ${v.activite}::uuid, ${v.projet}::uuid, ${v.version}::int, ${v.decision}, ${v.motif}, ${v.conditions ?? ''}, ${v.le}::timestamptz)
      on conflict do nothing`.execute(tx)
  ).numAffectedRows === 1n
