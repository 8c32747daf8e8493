import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Exercice } from '../domain/dossier.ts'

export type SessionDuBilan = {
  readonly id: Id<'Session'>
  readonly numero: string
  readonly modalite: 'presentiel' | 'mixte' | 'distance'
  readonly f3: string | null
  readonly niveau: string | null
  readonly nsf: string | null
}

/** Les sessions dont une demi-journée tenue tombe dans l’exercice, avec le classement de la version suivie. */
export const sessionsDuBilan = async (tx: TenantTx, e: Exercice): Promise<SessionDuBilan[]> =>
  (
    await sql<SessionDuBilan>`select s.id, s.numero, s.modalite, coalesce(v.objectif_f3, o.objectif_f3) as f3,
        coalesce(v.niveau_f3, o.niveau_f3) as niveau, coalesce(v.nsf, substring(o.codes_nsf[1] from '^[0-9]{3}')) as nsf
      from sessions.session s
        left join catalogue.version v on v.organisme_id = s.organisme_id and v.id = s.version_id
        left join catalogue.offre o on o.organisme_id = s.organisme_id and o.id = s.offre_id
      where s.etat not in ('brouillon', 'annulee') and exists (select from sessions.seance x
        where x.organisme_id = s.organisme_id and x.session_id = s.id and x.tenue
          and x.jour between ${e.debut}::date and ${e.fin}::date)
      order by s.numero`.execute(tx)
  ).rows

export type StatutDate = {
  readonly personne: Id<'Tiers'>
  readonly statut: string
  readonly du: DateCivile
  readonly au: DateCivile | null
}

/** Les statuts de ces fiches, chacun sous la fiche qui le porte. */
export const statutsDesFiches = async (
  tx: TenantTx,
  personnes: readonly Id<'Tiers'>[],
): Promise<StatutDate[]> =>
  personnes.length === 0
    ? []
    : (
        await sql<StatutDate>`select personne_id as personne, statut, du::text as du, au::text as au from tiers.statut
          where personne_id = any (${`{${personnes.join(',')}}`}::uuid[]) order by du`.execute(tx)
      ).rows

/** L’organisme de ce nom court, pour la ligne de commande : la porte refuse le rôle web. */
export const organismeDeCode = async (tx: PublicTx, code: string): Promise<OrganismeId | undefined> =>
  (await sql<{ o: OrganismeId | null }>`select porte.organisme_de_code(${code}) as o`.execute(tx)).rows[0]
    ?.o ?? undefined
