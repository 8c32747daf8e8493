import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type Complement, type EntrepriseNeuve, type PersonneNeuve, parLots } from './fiches-en-nombre.ts'

export const insererPersonnes = async (
  tx: TenantTx,
  activite: ActiviteId,
  neuves: readonly PersonneNeuve[],
  le: Date,
): Promise<void> => {
  for (const lot of parLots(neuves))
    await sql`insert into tiers.personne (id, activite_id, prenom, nom, courriel, telephone, adresse, code_postal, ville,
        entreprise_id, pli, cree_le)
      select id, ${activite}, prenom, nom, courriel, telephone, adresse, "codePostal", ville, entreprise, pli, ${le}
      from jsonb_to_recordset(${JSON.stringify(lot.map((n) => ({ ...n, pli: plier(`${n.nom} ${n.prenom}`) })))}::jsonb)
        as v (id uuid, prenom text, nom text, courriel text, telephone text, adresse text, "codePostal" text, ville text,
          entreprise uuid, pli text)`.execute(tx)
}

export const insererEntreprises = async (
  tx: TenantTx,
  activite: ActiviteId,
  neuves: readonly EntrepriseNeuve[],
  le: Date,
): Promise<void> => {
  for (const lot of parLots(neuves))
    await sql`insert into tiers.entreprise (id, activite_id, nom, siren, siret, nda, adresse, code_postal, ville, telephone,
        courriel, est_client, est_of, financeur_genre, pli, cree_le)
      select id, ${activite}, nom, siren, siret, nda, adresse, "codePostal", ville, telephone, courriel, "estClient", "estOf",
        financeur, pli, ${le}
      from jsonb_to_recordset(${JSON.stringify(lot.map((n) => ({ ...n, pli: plier(n.nom) })))}::jsonb)
        as v (id uuid, nom text, siren text, siret text, nda text, adresse text, "codePostal" text, ville text, telephone text,
          courriel text, "estClient" boolean, "estOf" boolean, financeur text, pli text)`.execute(tx)
}

export const completerPersonnes = async (tx: TenantTx, complements: readonly Complement[]): Promise<void> => {
  for (const lot of parLots(complements))
    await sql`update tiers.personne p set courriel = coalesce(p.courriel, v.courriel), telephone = coalesce(p.telephone, v.telephone),
        adresse = coalesce(p.adresse, v.adresse), code_postal = coalesce(p.code_postal, v."codePostal"),
        ville = coalesce(p.ville, v.ville), entreprise_id = coalesce(p.entreprise_id, v.entreprise)
      from jsonb_to_recordset(${JSON.stringify(lot)}::jsonb)
        as v (id uuid, courriel text, telephone text, adresse text, "codePostal" text, ville text, entreprise uuid)
      where p.id = v.id`.execute(tx)
}

export const completerEntreprises = async (
  tx: TenantTx,
  complements: readonly Complement[],
): Promise<void> => {
  for (const lot of parLots(complements))
    await sql`update tiers.entreprise e set courriel = coalesce(e.courriel, v.courriel), telephone = coalesce(e.telephone, v.telephone),
        adresse = coalesce(e.adresse, v.adresse), code_postal = coalesce(e.code_postal, v."codePostal"),
        ville = coalesce(e.ville, v.ville), siret = coalesce(e.siret, v.siret),
        siren = case when coalesce(e.siret, v.siret) is null then coalesce(e.siren, v.siren) end, nda = coalesce(e.nda, v.nda)
      from jsonb_to_recordset(${JSON.stringify(lot)}::jsonb)
        as v (id uuid, courriel text, telephone text, adresse text, "codePostal" text, ville text, siret text, siren text, nda text)
      where e.id = v.id`.execute(tx)
}
