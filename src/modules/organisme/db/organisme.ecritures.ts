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
  const societe = 'societe' in f ? f : undefined
  const attestation = i.tva.regime === 'exonere' ? i.tva.attestation : undefined
  await sql`update organisme.organisme set nom = ${i.nom}, forme = ${f.genre}, societe = ${societe?.societe ?? null},
      cae = ${societe?.cae ?? false}, capital_variable = ${societe?.capitalVariable ?? false},
      forme_libelle = ${f.genre === 'autre' ? f.libelle : ''}, siret = ${i.siret}, nda = ${i.nda}, nda_prefet = ${i.ndaPrefet}, uai = ${i.uai},
      adresse = ${i.adresse}, code_postal = ${i.codePostal}, ville = ${i.ville}, courriel = ${i.courriel}, telephone = ${i.telephone},
      site = ${i.site}, couleur = ${i.couleur}, zone = ${i.zone}, regime_tva = ${i.tva.regime},
      tva_demande_recue_le = ${attestation?.demandeRecueLe ?? null}, tva_reference = ${attestation?.reference ?? ''},
      cloture_mois = ${i.cloture.mois}, cloture_jour = ${i.cloture.jour}, modifie_le = now()
      ${logo === undefined ? sql`` : sql`, logo = ${logo}`}`.execute(tx)
}

/** Faux : ce formulaire avait déjà été reçu. */
export const ajouterEtablissement = async (
  tx: TenantTx,
  id: EtablissementId,
  e: EtablissementSaisi,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into organisme.etablissement (id, nom, siret, adresse, code_postal, ville, zone, capacite)
    values (${id}, ${e.nom}, ${e.siret}, ${e.adresse}, ${e.codePostal}, ${e.ville}, ${e.zone}, ${e.capacite})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const modifierEtablissement = async (
  tx: TenantTx,
  id: EtablissementId,
  e: EtablissementSaisi,
): Promise<void> => {
  await sql`update organisme.etablissement set nom = ${e.nom}, siret = ${e.siret}, adresse = ${e.adresse}, code_postal = ${e.codePostal},
      ville = ${e.ville}, zone = ${e.zone}, capacite = ${e.capacite}
    where id = ${id}`.execute(tx)
}

/** Vrai si l'état vient de changer ; `null` rouvre. */
export const fermerEtablissement = async (
  tx: TenantTx,
  id: EtablissementId,
  le: DateCivile | null,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update organisme.etablissement set ferme_le = ${le}
    where id = ${id} and (ferme_le is null) = ${le !== null}`.execute(tx)
  return numAffectedRows === 1n
}

export const ajouterEnseigne = async (
  tx: TenantTx,
  id: ActiviteId,
  nom: string,
  etat: 'en-test' | 'ouverte',
  jour: DateCivile,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`insert into organisme.activite (id, nom, etat, ouverte_le)
    values (${id}, ${nom}, ${etat}, ${jour}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
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
  const { numAffectedRows } = await sql`update organisme.activite
    set etat = ${vers}, fermee_le = ${vers === 'fermee' ? jour : null}
    where id = ${id} and etat = ${de} and (app.toutes_activites() or id = any (app.activites()))`.execute(tx)
  return numAffectedRows === 1n
}

export const ajouterSignataire = async (
  tx: TenantTx,
  id: SignataireId,
  d: DelegationDonnee,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into organisme.signataire (id, compte_id, nom, qualite, genre, pieces, plafond_centimes, debut, fin)
    values (${id}, ${d.personne}, ${d.nom}, ${d.qualite}, ${d.genre}, ${d.pieces === '*' ? ['*'] : [...d.pieces]}, ${d.plafondHt},
      ${d.debut}, ${d.fin})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const revoquerSignataire = async (
  tx: TenantTx,
  id: SignataireId,
  le: DateCivile,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update organisme.signataire set revoquee_le = ${le}
    where id = ${id} and revoquee_le is null`.execute(tx)
  return numAffectedRows === 1n
}
