/** Chaque porte répond d’un mot : ce qui s’est fait, ou pourquoi rien n’a bougé (`direRefusDeRessource`). */
import { type RawBuilder, sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { CopieId, Relecture, Ressource, RessourceId, Version, VersionId } from '../domain/ressources.ts'
import type { Fichier } from './ressources.ts'

const mot = async (tx: TenantTx, appel: RawBuilder<{ r: string }>): Promise<string> =>
  (await appel.execute(tx)).rows[0]?.r ?? 'refuse'

export type ADeposer = Pick<Ressource, 'titre' | 'genre' | 'publics' | 'duree' | 'prerequis' | 'langues'> & {
  readonly pole: PoleId
}
export const deposerRessource = (tx: TenantTx, id: RessourceId, r: ADeposer, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.ressource_deposer(${id}::uuid, ${r.pole}::uuid, ${r.titre}, ${r.genre}, ${r.publics}, ${r.duree}, ${r.prerequis}, ${r.langues},
      ${le}::timestamptz) as r`,
  )

export type AVerser = Pick<
  Version,
  | 'note'
  | 'auteurs'
  | 'titulaire'
  | 'licence'
  | 'dApres'
  | 'dApresLicence'
  | 'tiers'
  | 'accessibilite'
  | 'acces'
  | 'valableAu'
  | 'sources'
> & { readonly copie: CopieId | null; readonly fichier: Fichier }
/** `vu` : le rang de la dernière version que la page montrait ; zéro, aucune. */
export const verserVersion = (
  tx: TenantTx,
  id: VersionId,
  ressource: RessourceId,
  vu: number,
  v: AVerser,
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.ressource_verser(${id}::uuid, ${ressource}::uuid, ${vu}::integer, ${v.note}, ${v.auteurs}, ${v.titulaire}, ${v.licence}, ${v.dApres},
      ${v.dApresLicence}::text, ${v.copie}::uuid, ${v.tiers}, ${v.accessibilite}, ${v.acces}, ${v.valableAu}::date, ${v.sources}, ${v.fichier.nom},
      ${v.fichier.type}, ${Buffer.from(v.fichier.octets)}::bytea, ${le}::timestamptz) as r`,
  )
export const retirerRessource = (tx: TenantTx, id: RessourceId, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.ressource_retirer(${id}::uuid, ${le}::timestamptz) as r`)
export const relireVersion = (
  tx: TenantTx,
  id: Id<'RelectureDeRessource'>,
  version: VersionId,
  r: Pick<Relecture, 'avis' | 'mot' | 'par'>,
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.ressource_relire(${id}::uuid, ${version}::uuid, ${r.avis}, ${r.mot}, ${r.par}, ${le}::timestamptz) as r`,
  )
export const prendreCopie = (tx: TenantTx, id: CopieId, version: VersionId, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.ressource_prendre(${id}::uuid, ${version}::uuid, ${le}::timestamptz) as r`,
  )
