import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type {
  Copie,
  CopieId,
  Relecture,
  Ressource,
  RessourceId,
  Version,
  VersionId,
} from '../domain/ressources.ts'

/** Les ressources qui se voient d’ici, ou l’une d’elles. */
export const lireRessources = async (
  tx: TenantTx,
  ressource: RessourceId | null = null,
): Promise<Ressource[]> =>
  (
    await sql<Ressource>`select id, organisme, cooperative, pole, nom_du_pole as "nomDuPole", titre, genre, publics, duree, prerequis, langues,
        retiree_le as "retireeLe", mienne, rang, licence, auteurs, valable_au::text as "valableAu", versee_le as "verseeLe", accessibilite,
        bonnes, a_reprendre as "aReprendre", copies, notre_copie as "notreCopie"
      from porte.ressources(${ressource}::uuid)`.execute(tx)
  ).rows

/** La dernière d’abord. */
export const lireVersions = async (tx: TenantTx, ressource: RessourceId): Promise<Version[]> =>
  (
    await sql<Version>`select id, rang, note, auteurs, titulaire, licence, d_apres as "dApres", d_apres_licence as "dApresLicence", tiers,
        accessibilite, acces, valable_au::text as "valableAu", sources, fichier_nom as "fichierNom", fichier_type as "fichierType", taille, le, mienne
      from porte.ressource_versions(${ressource}::uuid)`.execute(tx)
  ).rows

export const lireRelectures = async (tx: TenantTx, ressource: RessourceId): Promise<Relecture[]> =>
  (
    await sql<Relecture>`select version, rang, avis, mot, par, cooperative, le, mienne from porte.ressource_relectures(${ressource}::uuid)`.execute(
      tx,
    )
  ).rows

/** Les copies de la coopérative, ou l’une d’elles. */
export const lireCopies = async (tx: TenantTx, copie: CopieId | null = null): Promise<Copie[]> =>
  (
    await sql<Copie>`select id, ressource, version, titre, genre, cooperative, nom_du_pole as "nomDuPole", rang, dernier, auteurs, titulaire, licence,
        d_apres as "dApres", d_apres_licence as "dApresLicence", tiers, valable_au::text as "valableAu", sources, fichier_nom as "fichierNom",
        fichier_type as "fichierType", prise_le as "priseLe"
      from porte.ressource_copies(${copie}::uuid)`.execute(tx)
  ).rows

export type Fichier = { readonly nom: string; readonly type: string; readonly octets: Uint8Array }
/** Rien : il ne s’ouvre pas à qui le demande. */
export const lireFichier = async (tx: TenantTx, version: VersionId): Promise<Fichier | undefined> =>
  (await sql<Fichier>`select nom, type, octets from porte.ressource_fichier(${version}::uuid)`.execute(tx))
    .rows[0]
