import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { DelegationDonnee } from '../domain/deleguer.ts'
import type { EtatEnseigne } from '../domain/enseignes.ts'
import type { Identite } from '../domain/identite.ts'
import type { EtablissementId, EtablissementSaisi, SignataireId } from '../domain/lus.ts'

/** `logo` : une empreinte, `null` pour l'ôter, `undefined` pour ne pas y toucher. */
export const enregistrerIdentite = async (
  tx: TenantTx,
  i: Identite,
  logo: string | null | undefined,
): Promise<void> => {
  const f = i.forme
  const societe = 'societe' in f
  await tx
    .updateTable('organisme.organisme')
    .set({
      nom: i.nom,
      forme: f.genre,
      societe: societe ? f.societe : null,
      cae: societe && f.cae,
      capital_variable: societe ? f.capitalVariable : false,
      forme_libelle: f.genre === 'autre' ? f.libelle : '',
      siret: i.siret,
      nda: i.nda,
      nda_prefet: i.ndaPrefet,
      uai: i.uai,
      adresse: i.adresse,
      code_postal: i.codePostal,
      ville: i.ville,
      courriel: i.courriel,
      telephone: i.telephone,
      site: i.site,
      couleur: i.couleur,
      zone: i.zone,
      regime_tva: i.tva.regime,
      tva_demande_recue_le: i.tva.regime === 'exonere' ? i.tva.attestation.demandeRecueLe : null,
      tva_reference: i.tva.regime === 'exonere' ? (i.tva.attestation.reference ?? '') : '',
      cloture_mois: i.cloture.mois,
      cloture_jour: i.cloture.jour,
      modifie_le: sql<Date>`now()`,
      ...(logo === undefined ? {} : { logo }),
    })
    .execute()
}

const enLigne = (e: EtablissementSaisi) => ({
  nom: e.nom,
  siret: e.siret,
  adresse: e.adresse,
  code_postal: e.codePostal,
  ville: e.ville,
  zone: e.zone,
  capacite: e.capacite,
})

/** Faux : ce formulaire avait déjà été reçu. */
export const ajouterEtablissement = async (
  tx: TenantTx,
  id: EtablissementId,
  e: EtablissementSaisi,
): Promise<boolean> => {
  const r = await tx
    .insertInto('organisme.etablissement')
    .values({ id, ...enLigne(e) })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return r.numInsertedOrUpdatedRows === 1n
}

export const modifierEtablissement = async (
  tx: TenantTx,
  id: EtablissementId,
  e: EtablissementSaisi,
): Promise<void> => {
  await tx.updateTable('organisme.etablissement').set(enLigne(e)).where('id', '=', id).execute()
}

/** Vrai si l'état vient de changer ; `null` rouvre. */
export const fermerEtablissement = async (
  tx: TenantTx,
  id: EtablissementId,
  le: DateCivile | null,
): Promise<boolean> => {
  const r = await tx
    .updateTable('organisme.etablissement')
    .set({ ferme_le: le })
    .where('id', '=', id)
    .where('ferme_le', le === null ? 'is not' : 'is', null)
    .executeTakeFirst()
  return r.numUpdatedRows === 1n
}

export const ajouterEnseigne = async (
  tx: TenantTx,
  id: ActiviteId,
  nom: string,
  etat: 'en-test' | 'ouverte',
  jour: DateCivile,
): Promise<boolean> => {
  const r = await tx
    .insertInto('organisme.activite')
    .values({ id, nom, etat, ouverte_le: jour })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return r.numInsertedOrUpdatedRows === 1n
}

/**
 * Vrai si l'enseigne était encore dans l'état `de` : deux demandes croisées, une seule passe. Faux aussi hors de sa
 * portée : ses sessions ne s'y voient pas, et l'on croirait qu'il n'en court aucune.
 */
export const changerEtatEnseigne = async (
  tx: TenantTx,
  id: ActiviteId,
  de: EtatEnseigne,
  vers: EtatEnseigne,
  jour: DateCivile,
): Promise<boolean> => {
  const r = await tx
    .updateTable('organisme.activite')
    .set({ etat: vers, fermee_le: vers === 'fermee' ? jour : null })
    .where('id', '=', id)
    .where('etat', '=', de)
    .where(sql<boolean>`(app.toutes_activites() or id = any (app.activites()))`)
    .executeTakeFirst()
  return r.numUpdatedRows === 1n
}

export const ajouterSignataire = async (
  tx: TenantTx,
  id: SignataireId,
  d: DelegationDonnee,
): Promise<boolean> => {
  const r = await tx
    .insertInto('organisme.signataire')
    .values({
      id,
      compte_id: d.personne,
      nom: d.nom,
      qualite: d.qualite,
      genre: d.genre,
      pieces: d.pieces === '*' ? ['*'] : [...d.pieces],
      plafond_centimes: d.plafondHt,
      debut: d.debut,
      fin: d.fin,
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return r.numInsertedOrUpdatedRows === 1n
}

export const revoquerSignataire = async (
  tx: TenantTx,
  id: SignataireId,
  le: DateCivile,
): Promise<boolean> => {
  const r = await tx
    .updateTable('organisme.signataire')
    .set({ revoquee_le: le })
    .where('id', '=', id)
    .where('revoquee_le', 'is', null)
    .executeTakeFirst()
  return r.numUpdatedRows === 1n
}
