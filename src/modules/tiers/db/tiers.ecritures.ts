import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { EntrepriseId, TiersId } from '../domain/lus.ts'
import type { Employeur, FicheVoulue } from '../domain/saisie.ts'
import { resoudreEntreprises, vive } from './renvois.ts'

/**
 * L'entreprise de ce SIRET, ou de ce nom plié, dans cette enseigne ; créée si elle manque. Deux SIRET sont deux
 * établissements, même sous un seul nom ; un SIRET appris complète une entreprise qui n'en avait pas. Une fiche
 * réunie à une autre mène à la gardée.
 */
export const trouverOuCreerEntreprise = async (
  tx: TenantTx,
  activite: ActiviteId,
  { nom, siret }: Employeur,
  le: Date,
): Promise<EntrepriseId> => (await reconnaitreOuCreerEntreprise(tx, activite, { nom, siret }, le)).id

/** De même, et dit si la fiche vient de naître, ou si elle vient d’apprendre son SIRET. */
export const reconnaitreOuCreerEntreprise = async (
  tx: TenantTx,
  activite: ActiviteId,
  { nom, siret }: Employeur,
  le: Date,
  /** L’import qui la fait naître : le défaire la retire. */
  lecture: string | null = null,
): Promise<{ readonly id: EntrepriseId; readonly fait: 'connue' | 'apprise' | 'creee' }> => {
  const pli = plier(nom)
  const { rows } = await sql<{
    id: EntrepriseId
    siret: string | null
    reunie: boolean
  }>`select e.id, e.siret, ${vive('fusion_entreprise', sql`e`)} as reunie from tiers.entreprise e
    where e.activite_id = ${activite} and (e.pli = ${pli} or e.siret = ${siret ?? null})
    order by e.siret = ${siret ?? null} desc nulls last, reunie, e.cree_le, e.id`.execute(tx)
  const connue =
    siret === undefined
      ? rows[0]
      : (rows.find((r) => r.siret === siret) ?? rows.find((r) => r.siret === null && !r.reunie))
  if (connue) {
    const apprise = siret !== undefined && connue.siret === null
    if (apprise)
      await sql`update tiers.entreprise set siret = ${siret},
        siren = case when siren = left(${siret}, 9) then siren end where id = ${connue.id}`.execute(tx)
    const id = (await resoudreEntreprises(tx, [connue.id])).get(connue.id) ?? connue.id
    return { id, fait: apprise && id === connue.id ? 'apprise' : 'connue' }
  }
  const id = newId<'Entreprise'>(le)
  await sql`insert into tiers.entreprise (id, activite_id, nom, siret, pli, cree_le, import_id)
    values (${id}, ${activite}, ${nom}, ${siret ?? null}, ${pli}, ${le}, ${lecture})`.execute(tx)
  return { id, fait: 'creee' }
}
export type TiersVoulu = FicheVoulue & { readonly id: TiersId; readonly activite: ActiviteId }

/** Faux si l'identifiant est déjà pris : le même formulaire, envoyé deux fois. */
export const insererTiers = async (tx: TenantTx, t: TiersVoulu, le: Date): Promise<boolean> => {
  const { rows } =
    await sql`insert into tiers.personne (id, activite_id, prenom, nom, courriel, telephone, adresse,
      code_postal, ville, entreprise_id, pli, cree_le)
    values (${t.id}, ${t.activite}, ${t.prenom}, ${t.nom}, ${t.courriel ?? null}, ${t.telephone ?? null},
      ${t.adresse ?? null}, ${t.codePostal ?? null}, ${t.ville ?? null}, ${t.entreprise ?? null},
      ${plier(`${t.nom} ${t.prenom}`)}, ${le}) on conflict (organisme_id, id) do nothing returning id`.execute(
      tx,
    )
  return rows.length === 1
}

export const corrigerTiers = async (tx: TenantTx, id: TiersId, t: FicheVoulue): Promise<void> => {
  await sql`update tiers.personne set prenom = ${t.prenom}, nom = ${t.nom}, courriel = ${t.courriel ?? null},
    telephone = ${t.telephone ?? null}, adresse = ${t.adresse ?? null}, code_postal = ${t.codePostal ?? null},
    ville = ${t.ville ?? null}, entreprise_id = ${t.entreprise ?? null}, pli = ${plier(`${t.nom} ${t.prenom}`)}
    where id = ${id}`.execute(tx)
}
