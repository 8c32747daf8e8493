import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FicheConnue } from '../domain/colonnes.ts'
import type { EntrepriseId, TiersId } from '../domain/lus.ts'
import type { SaisieEntreprise } from './entreprises.ecritures.ts'
import { vive } from './renvois.ts'
import type { FicheVoulue } from './tiers.ecritures.ts'

/** Ce qu'une fiche a déjà : ce que l'import compare, et ne remplace pas. */
export type FicheLue = FicheConnue & {
  readonly pli: string
  readonly telephone: string | null
  readonly adresse: string | null
  readonly codePostal: string | null
  readonly ville: string | null
  readonly nda: string | null
}

const parLots = <T>(valeurs: readonly T[], taille = 2000): T[][] =>
  Array.from({ length: Math.ceil(valeurs.length / taille) }, (_, i) =>
    valeurs.slice(i * taille, (i + 1) * taille),
  )

/** Les personnes de cette enseigne qui portent un de ces noms pliés (« nom prénom »), fiches réunies exclues. */
export const personnesDeNoms = async (
  tx: TenantTx,
  activite: ActiviteId,
  plis: readonly string[],
): Promise<FicheLue[]> => {
  const rendues: FicheLue[] = []
  for (const lot of parLots([...new Set(plis)]))
    rendues.push(
      ...(
        await sql<FicheLue>`select p.id, p.pli, p.courriel, p.telephone, p.adresse, p.code_postal as "codePostal", p.ville,
            p.entreprise_id as entreprise, null as siret, null as siren, null as nda
          from jsonb_array_elements_text(${JSON.stringify(lot)}::jsonb) v (pli)
            join tiers.personne p on p.pli = v.pli collate "C"
          where p.activite_id = ${activite} and not ${vive('fusion', sql`p`)} order by p.cree_le, p.id`.execute(
          tx,
        )
      ).rows,
    )
  return rendues
}

/** Les entreprises de cette enseigne qui portent un de ces noms pliés ou un de ces SIRET. */
export const entreprisesDe = async (
  tx: TenantTx,
  activite: ActiviteId,
  plis: readonly string[],
  sirets: readonly string[],
): Promise<FicheLue[]> => {
  const rendues = new Map<string, FicheLue>()
  for (const [colonne, valeurs] of [
    [sql`e.pli`, plis],
    [sql`e.siret`, sirets],
  ] as const)
    for (const lot of parLots([...new Set(valeurs)]))
      for (const f of (
        await sql<FicheLue>`select e.id, e.pli, e.courriel, e.telephone, e.adresse, e.code_postal as "codePostal", e.ville,
            e.siret, e.siren, e.nda, null as entreprise
          from jsonb_array_elements_text(${JSON.stringify(lot)}::jsonb) v (valeur)
            join tiers.entreprise e on ${colonne} = v.valeur collate "C"
          where e.activite_id = ${activite} and not ${vive('fusion_entreprise', sql`e`)} order by e.cree_le, e.id`.execute(
          tx,
        )
      ).rows)
        rendues.set(f.id, f)
  return [...rendues.values()]
}

export type PersonneNeuve = FicheVoulue & { readonly id: TiersId }
export type EntrepriseNeuve = SaisieEntreprise & { readonly id: EntrepriseId }

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

/** Ce qui manquait à une fiche, et que le fichier apporte. Un champ déjà rempli n'y est jamais. */
export type Complement = { readonly id: string } & Partial<
  Record<
    'courriel' | 'telephone' | 'adresse' | 'codePostal' | 'ville' | 'entreprise' | 'siret' | 'siren' | 'nda',
    string
  >
>

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
