import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ContactId, EntrepriseId, TiersId } from '../domain/lus.ts'
import type { SaisieEntreprise } from '../domain/saisie.ts'
import { vive } from './renvois.ts'

/** Une autre fiche de cette enseigne, non réunie, qui porte ce SIRET. */
export const autreDuSiret = async (
  tx: TenantTx,
  activite: ActiviteId,
  siret: string,
  sauf: EntrepriseId,
): Promise<{ readonly id: EntrepriseId; readonly nom: string } | undefined> =>
  (
    await sql<{ id: EntrepriseId; nom: string }>`select e.id, e.nom from tiers.entreprise e
      where e.activite_id = ${activite} and e.siret = ${siret} and e.id <> ${sauf}
        and not ${vive('fusion_entreprise', sql`e`)} order by e.cree_le, e.id limit 1`.execute(tx)
  ).rows[0]

/** Faux si l'identifiant est déjà pris : le même formulaire, envoyé deux fois. */
export const insererEntreprise = async (
  tx: TenantTx,
  id: EntrepriseId,
  activite: ActiviteId,
  e: SaisieEntreprise,
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql`insert into tiers.entreprise (id, activite_id, nom, siren, siret, nda, adresse,
      code_postal, ville, telephone, courriel, est_client, est_of, financeur_genre, pays, tva_intra, sans_siren, pli, cree_le)
    values (${id}, ${activite}, ${e.nom}, ${e.siren ?? null}, ${e.siret ?? null}, ${e.nda ?? null},
      ${e.adresse ?? null}, ${e.codePostal ?? null}, ${e.ville ?? null}, ${e.telephone ?? null}, ${e.courriel ?? null},
      ${e.estClient}, ${e.estOf}, ${e.financeur ?? null}, ${e.pays ?? 'FR'}, ${e.tvaIntra ?? null}, ${e.sansSiren === true}, ${plier(e.nom)}, ${le})
    on conflict (organisme_id, id) do nothing returning id`.execute(tx)
  return rows.length === 1
}

export const corrigerEntreprise = async (
  tx: TenantTx,
  id: EntrepriseId,
  e: SaisieEntreprise,
): Promise<void> => {
  await sql`update tiers.entreprise set nom = ${e.nom}, siren = ${e.siren ?? null}, siret = ${e.siret ?? null},
    nda = ${e.nda ?? null}, adresse = ${e.adresse ?? null}, code_postal = ${e.codePostal ?? null},
    ville = ${e.ville ?? null}, telephone = ${e.telephone ?? null}, courriel = ${e.courriel ?? null},
    est_client = ${e.estClient}, est_of = ${e.estOf}, financeur_genre = ${e.financeur ?? null},
    pays = ${e.pays ?? 'FR'}, tva_intra = ${e.tvaIntra ?? null}, sans_siren = ${e.sansSiren === true}, pli = ${plier(e.nom)}
    where id = ${id}`.execute(tx)
}

export type ContactVoulu = {
  readonly entreprise: EntrepriseId
  readonly personne: TiersId
  readonly fonction?: string | undefined
  readonly peutSigner: boolean
}

/** Un contact par personne et par entreprise : retiré puis repris, c'est la même ligne. */
export const poserContact = async (
  tx: TenantTx,
  id: ContactId,
  activite: ActiviteId,
  c: ContactVoulu,
  le: Date,
): Promise<void> => {
  await sql`insert into tiers.contact (id, activite_id, entreprise_id, personne_id, fonction, peut_signer, cree_le)
    values (${id}, ${activite}, ${c.entreprise}, ${c.personne}, ${c.fonction ?? null}, ${c.peutSigner}, ${le})
    on conflict (organisme_id, entreprise_id, personne_id)
      do update set fonction = excluded.fonction, peut_signer = excluded.peut_signer, retire_le = null`.execute(
    tx,
  )
}

export const corrigerContact = async (
  tx: TenantTx,
  id: ContactId,
  c: Pick<ContactVoulu, 'fonction' | 'peutSigner'>,
): Promise<void> => {
  await sql`update tiers.contact set fonction = ${c.fonction ?? null}, peut_signer = ${c.peutSigner}
    where id = ${id}`.execute(tx)
}

/** Retire ce contact, et le même sous une fiche réunie. */
export const retirerContacts = async (
  tx: TenantTx,
  maisons: readonly EntrepriseId[],
  gens: readonly TiersId[],
  le: Date,
): Promise<void> => {
  await sql`update tiers.contact set retire_le = ${le} where entreprise_id = any (${`{${maisons.join(',')}}`}::uuid[])
    and personne_id = any (${`{${gens.join(',')}}`}::uuid[]) and retire_le is null`.execute(tx)
}
