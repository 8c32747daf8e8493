import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { EntrepriseId, TiersId } from './tiers.queries.ts'

export type Employeur = { readonly nom: string; readonly siret?: string | undefined }

/**
 * L'entreprise de ce SIRET, ou de ce nom plié, dans cette enseigne ; créée si elle manque. Deux SIRET sont deux
 * établissements, même sous un seul nom ; un SIRET appris complète une entreprise qui n'en avait pas.
 */
export const trouverOuCreerEntreprise = async (
  tx: TenantTx,
  activite: ActiviteId,
  { nom, siret }: Employeur,
  le: Date,
): Promise<EntrepriseId> => {
  const pli = plier(nom)
  const { rows } = await sql<{
    id: EntrepriseId
    siret: string | null
  }>`select id, siret from tiers.entreprise
    where activite_id = ${activite} and (pli = ${pli} or siret = ${siret ?? null})
    order by siret = ${siret ?? null} desc nulls last, cree_le, id`.execute(tx)
  const connue =
    siret === undefined
      ? rows[0]
      : (rows.find((r) => r.siret === siret) ?? rows.find((r) => r.siret === null))
  if (connue) {
    if (siret !== undefined && connue.siret === null)
      await sql`update tiers.entreprise set siret = ${siret} where id = ${connue.id}`.execute(tx)
    return connue.id
  }
  const id = newId<'Entreprise'>(le)
  await sql`insert into tiers.entreprise (id, activite_id, nom, siret, pli, cree_le)
    values (${id}, ${activite}, ${nom}, ${siret ?? null}, ${pli}, ${le})`.execute(tx)
  return id
}

export type TiersVoulu = {
  readonly id: TiersId
  readonly activite: ActiviteId
  readonly prenom: string
  readonly nom: string
  readonly courriel?: string | undefined
  readonly entreprise?: EntrepriseId | undefined
}

/** Faux si l'identifiant est déjà pris : le même formulaire, envoyé deux fois. */
export const insererTiers = async (tx: TenantTx, t: TiersVoulu, le: Date): Promise<boolean> => {
  const { rows } =
    await sql`insert into tiers.personne (id, activite_id, prenom, nom, courriel, entreprise_id, pli, cree_le)
    values (${t.id}, ${t.activite}, ${t.prenom}, ${t.nom}, ${t.courriel ?? null}, ${t.entreprise ?? null},
      ${plier(`${t.nom} ${t.prenom}`)}, ${le}) on conflict (organisme_id, id) do nothing returning id`.execute(
      tx,
    )
  return rows.length === 1
}

export const corrigerTiers = async (tx: TenantTx, t: Omit<TiersVoulu, 'activite'>): Promise<void> => {
  await sql`update tiers.personne set prenom = ${t.prenom}, nom = ${t.nom}, courriel = ${t.courriel ?? null},
    entreprise_id = ${t.entreprise ?? null}, pli = ${plier(`${t.nom} ${t.prenom}`)} where id = ${t.id}`.execute(
    tx,
  )
}
