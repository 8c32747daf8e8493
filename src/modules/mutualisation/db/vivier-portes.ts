/** Chaque porte répond d’un mot (`direRefusDuVivier`). La personne n’écrit que sa fiche : la base la reconnaît. */
import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ContactId, Dit, FicheId, GenreDePreuve, GenreDeTerme, SavoirId } from '../domain/vivier.ts'

const mot = async (tx: TenantTx, appel: RawBuilder<{ r: string }>): Promise<string> =>
  (await appel.execute(tx)).rows[0]?.r ?? 'refuse'

export type FicheAEcrire = Dit & {
  readonly plancher: number | null
  readonly jamais: readonly string[]
  readonly portee: 'pole' | 'choisies'
  readonly choisies: readonly OrganismeId[]
}
export const ecrireMaFiche = (tx: TenantTx, id: FicheId, f: FicheAEcrire, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.vivier_ecrire(${id}::uuid, ${f.accroche}, ${f.base}, ${f.rayon}::integer, ${f.territoire}, ${[...f.modalites]}::text[],
      ${f.publics}, ${f.langues}, ${f.delai}::integer, ${f.preparation}, ${f.journee}, ${f.plancher}::bigint, ${[...f.jamais]}::text[], ${f.portee},
      ${[...f.choisies]}::uuid[], ${le}::timestamptz) as r`,
  )

export type SavoirAAjouter = {
  readonly intitule: string
  readonly nsf: string
  readonly niveau: string
  readonly genre: GenreDePreuve
  readonly preuve: string
  readonly le: DateCivile | null
}
export const ajouterSavoir = (tx: TenantTx, id: SavoirId, s: SavoirAAjouter) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.vivier_savoir(${id}::uuid, ${s.intitule}, ${s.nsf}, ${s.niveau}, ${s.genre}, ${s.preuve}, ${s.le}::date) as r`,
  )
export const oterSavoir = (tx: TenantTx, id: SavoirId) =>
  mot(tx, sql<{ r: string }>`select porte.vivier_oublier_savoir(${id}::uuid) as r`)
export const direAccord = (tx: TenantTx, genre: GenreDeTerme, version: number, oui: boolean, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.vivier_consentir(${genre}, ${version}::integer, ${oui}, ${le}::timestamptz) as r`,
  )
export const demanderContact = (tx: TenantTx, id: ContactId, fiche: FicheId, message: string, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.vivier_demander(${id}::uuid, ${fiche}::uuid, ${message}, ${le}::timestamptz) as r`,
  )
export const repondreAuContact = (tx: TenantTx, id: ContactId, oui: boolean, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.vivier_repondre(${id}::uuid, ${oui}, ${le}::timestamptz) as r`)
export const effacerMaFiche = (tx: TenantTx) =>
  mot(tx, sql<{ r: string }>`select porte.vivier_effacer() as r`)
