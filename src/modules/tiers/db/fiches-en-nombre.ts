import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FicheConnue } from '../domain/colonnes.ts'
import type { EntrepriseId, TiersId } from '../domain/lus.ts'
import type { FicheVoulue, SaisieEntreprise } from '../domain/saisie.ts'
import { vive } from './renvois.ts'

/** Ce qu'une fiche a déjà : ce que l'import compare, et ne remplace pas. */
export type FicheLue = FicheConnue & {
  readonly pli: string
  readonly telephone: string | null
  readonly adresse: string | null
  readonly codePostal: string | null
  readonly ville: string | null
  readonly nda: string | null
}

export const parLots = <T>(valeurs: readonly T[], taille = 2000): T[][] =>
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

/** Ce qui manquait à une fiche, et que le fichier apporte. Un champ déjà rempli n'y est jamais. */
export type Complement = { readonly id: string } & Partial<
  Record<
    'courriel' | 'telephone' | 'adresse' | 'codePostal' | 'ville' | 'entreprise' | 'siret' | 'siren' | 'nda',
    string
  >
>
