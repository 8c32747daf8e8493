import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { PorteeQualiopi } from '#platform/registres/registres.ts'

export const sourcesQualiopi = {
  'annuaire-entreprises': 'd’après l’annuaire des entreprises',
  'liste-of': 'd’après la liste publique des organismes de formation',
  declaree: 'déclaré par la coopérative',
} as const

export type SourceQualiopi = keyof typeof sourcesQualiopi

export type Fiche = {
  readonly description: string
  readonly themes: readonly string[]
  readonly publics: string
  readonly departements: readonly string[]
  readonly nsf: readonly string[]
  readonly formacodes: readonly string[]
  readonly effectif: string
  readonly creeeEn: number | null
  readonly qualiopi: readonly PorteeQualiopi[]
  readonly qualiopiSource: SourceQualiopi | null
  readonly qualiopiLe: DateCivile | null
  readonly siegeMasque: boolean
  readonly contact: string
  readonly publieeLe: Date | null
}

/** La fiche de l'organisme de la transaction, telle qu'il l'écrit. */
export const lireFiche = async (tx: TenantTx): Promise<Fiche | undefined> =>
  (
    await sql<Fiche>`select description, themes, publics, departements, nsf, formacodes, effectif, creee_en as "creeeEn", qualiopi,
        qualiopi_source as "qualiopiSource", qualiopi_le as "qualiopiLe", siege_masque as "siegeMasque", contact,
        publiee_le as "publieeLe" from portail.fiche`.execute(tx)
  ).rows[0]

/** Sans déclaration d’activité à elle, et membre d’un organisme commun : le certificat n’est pas le sien. */
export const certificatDUnCommun = async (tx: TenantTx): Promise<boolean> =>
  (await sql<{ oui: boolean }>`select porte.certificat_d_un_commun() as oui`.execute(tx)).rows[0]?.oui ??
  false

// ─── Ce que le public lit ────────────────────────────────────────────────────────────────────────
export type LigneAnnuaire = {
  readonly id: OrganismeId
  readonly code: string
  readonly nom: string
  readonly forme: string
  readonly cae: boolean
  readonly ville: string
  readonly codePostal: string
  readonly description: string
  readonly themes: readonly string[]
  readonly departements: readonly string[]
  readonly nsf: readonly string[]
  readonly formacodes: readonly string[]
  readonly qualiopi: readonly PorteeQualiopi[]
  readonly qualiopiSource: SourceQualiopi | null
  readonly qualiopiLe: DateCivile | null
  readonly tri: string
}

export type FiltreAnnuaire = {
  /** Une requête de `enRequete`. */
  readonly mots?: string | undefined
  readonly departement?: string | undefined
  readonly theme?: string | undefined
  /** Une spécialité NSF ou un Formacode. */
  readonly code?: string | undefined
  readonly portee?: string | undefined
  readonly forme?: string | undefined
  readonly apres?: { readonly tri: string; readonly id: string } | undefined
}

export const lireAnnuaire = async (
  tx: PublicTx,
  f: FiltreAnnuaire,
  limite: number,
): Promise<LigneAnnuaire[]> => {
  const { rows } =
    await sql<LigneAnnuaire>`select id, code, nom, forme, cae, ville, code_postal as "codePostal", description, themes,
      departements, nsf, formacodes, qualiopi, qualiopi_source as "qualiopiSource", qualiopi_le as "qualiopiLe", tri
    from porte.annuaire(${f.mots || null}::text, ${f.departement || null}::text, ${f.theme || null}::text, ${f.code || null}::text,
      ${f.portee || null}::text, ${f.forme || null}::text, ${f.apres?.tri ?? null}::text, ${f.apres?.id ?? null}::uuid, ${limite}::integer)`.execute(
      tx,
    )
  return rows
}

export type FicheEntiere = LigneAnnuaire & {
  readonly siret: string
  readonly nda: string | null
  readonly adresse: string
  readonly site: string
  readonly publics: string
  readonly effectif: string
  readonly creeeEn: number | null
  readonly contact: string
  readonly modifieeLe: Date
  readonly poles: readonly string[]
  readonly offres: number
}

export const fichePubliee = async (tx: PublicTx, code: string): Promise<FicheEntiere | undefined> => {
  const { rows } = await sql<FicheEntiere>`select id, code, nom, forme, cae, siret, nda,
      adresse, code_postal as "codePostal", ville, site, description, themes, publics, departements, nsf, formacodes, effectif,
      creee_en as "creeeEn", qualiopi, qualiopi_source as "qualiopiSource", qualiopi_le as "qualiopiLe", contact,
      modifiee_le as "modifieeLe", poles, offres, '' as tri
    from porte.fiche_publique(${code})`.execute(tx)
  return rows[0]
}

export type Compte = { readonly nom: string; readonly nombre: number }

export const rayonsDeLAnnuaire = async (
  tx: PublicTx,
): Promise<Readonly<Record<'departement' | 'theme' | 'nsf', readonly Compte[]>>> => {
  const { rows } = await sql<{
    genre: string
    nom: string
    nombre: number
  }>`select genre, nom, nombre from porte.rayons_de_l_annuaire()`.execute(tx)
  const de = (genre: string) =>
    rows.filter((r) => r.genre === genre).map((r) => ({ nom: r.nom, nombre: r.nombre }))
  return { departement: de('departement'), theme: de('theme'), nsf: de('nsf') }
}

// ─── La recherche commune ────────────────────────────────────────────────────────────────────────
export type OffreTrouvee = { readonly offre: string; readonly intitule: string; readonly organisme: string }

export const chercherOffres = async (
  tx: PublicTx,
  mots: string,
  jour: DateCivile,
  limite: number,
): Promise<OffreTrouvee[]> => {
  const { rows } =
    await sql<OffreTrouvee>`select offre, intitule, organisme from porte.chercher_offres(${mots}, ${jour}::date, ${limite}::integer)`.execute(
      tx,
    )
  return rows
}

export type NouvelleTrouvee = {
  readonly adresse: string
  readonly titre: string
  readonly chapo: string
  readonly pole: string
  readonly le: Date
}

export const chercherNouvelles = async (
  tx: PublicTx,
  mots: string,
  maintenant: Date,
  limite: number,
): Promise<NouvelleTrouvee[]> => {
  const { rows } =
    await sql<NouvelleTrouvee>`select adresse, titre, chapo, pole, paraitre_le as le from porte.chercher_actualites(${mots}, ${maintenant}::timestamptz, ${limite}::integer)`.execute(
      tx,
    )
  return rows
}

export type RetourTrouve = {
  readonly adresse: string
  readonly titre: string
  readonly pole: string
  readonly jour: DateCivile
}

export const chercherRetours = async (
  tx: PublicTx,
  mots: string,
  limite: number,
): Promise<RetourTrouve[]> => {
  const { rows } =
    await sql<RetourTrouve>`select adresse, titre, pole, jour from porte.chercher_retours(${mots}, ${limite}::integer)`.execute(
      tx,
    )
  return rows
}

export type LivrableTrouve = { readonly livrable: string; readonly titre: string; readonly pole: string }

export const chercherLivrables = async (
  tx: PublicTx,
  mots: string,
  limite: number,
): Promise<LivrableTrouve[]> => {
  const { rows } =
    await sql<LivrableTrouve>`select livrable, titre, pole from porte.chercher_livrables(${mots}, ${limite}::integer)`.execute(
      tx,
    )
  return rows
}
