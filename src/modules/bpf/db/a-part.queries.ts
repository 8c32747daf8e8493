/**
 * Ce qui se suit hors des demi-journées : le temps estimé des activités réalisées à distance, les mises en situation et les
 * phases réflexives (D6313-3-1, D6313-3-2). Même décompte que le certificat (`emargement`, `heuresAPart`) : une activité prévue
 * ne compte qu’une fois, selon son dernier élément ; un élément annulé ne compte pas. Chacun compte le jour où il fut réalisé.
 */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { etatsSansAction } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Exercice } from '../domain/dossier.ts'
import type { LigneAction, LignePart } from './lignes-sommees.ts'
import { statutAuJour } from './sommes.queries.ts'

/** Les éléments qui comptent, de toutes les sessions tenues hors reprise. */
const retenus = sql`
  v as (select e.* from emargement.element_probant e
    where e.organisme_id = (select app.organisme()) and e.genre in ('realisation', 'afest-situation', 'afest-reflexion')
      and not exists (select from emargement.element_probant n where n.organisme_id = e.organisme_id and n.annule_id = e.id)),
  u as (select distinct on (v.inscription_id, v.prevue_id) v.id, v.inscription_id, v.session_id, v.le, v.minutes, v.intitule, v.genre
      from v where v.genre = 'realisation' order by v.inscription_id, v.prevue_id, v.le desc, v.note_le desc, v.id desc),
  k as (select id, inscription_id, session_id, le, minutes, intitule, genre from u
    union all select id, inscription_id, session_id, le, minutes, intitule, genre from v where v.genre <> 'realisation')`

export type PartAPart = Omit<LignePart, 'action' | 'sorte' | 'nombre'> & {
  readonly session: Id<'Session'>
  readonly asynchrone: boolean
}

/** Par inscription, dans l’exercice ; `asynchrone` distingue la distance de la situation de travail. */
export const lirePartsAPart = async (tx: TenantTx, e: Exercice): Promise<PartAPart[]> =>
  (
    await sql<PartAPart>`with ${retenus}
      select i.id as inscription, i.session_id as session, i.personne_id as personne, ${statutAuJour(sql`min(k.le)`)} as statut,
        coalesce(d.regime = 'sous-traitance-recue', false) as recue, i.activite_id as activite,
        k.genre = 'realisation' as asynchrone, sum(k.minutes)::int4 as minutes, null::text as heures, 0 as presentes
      from k join inscriptions.inscription i on i.organisme_id = (select app.organisme()) and i.id = k.inscription_id
        join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
        left join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
      where k.le between ${e.debut}::date and ${e.fin}::date and s.etat not in ${cesMots(etatsSansAction)} and s.reprise_id is null
      group by i.organisme_id, i.id, i.session_id, i.personne_id, i.statut_f1, i.statuts_suivants, d.regime, i.activite_id, k.genre = 'realisation'
      order by i.id`.execute(tx)
  ).rows

/** Les sessions sans aucune demi-journée tenue : leurs activités réalisées en font la durée, et le prorata (R16). */
export const actionsSansSeance = async (
  tx: TenantTx,
  e: Exercice,
  sessions: readonly string[],
): Promise<LigneAction[]> =>
  sessions.length === 0
    ? []
    : (
        await sql<LigneAction>`with ${retenus}
          select s.id as session, s.activite_id as activite, s.numero, s.intitule, null::uuid as reprise, s.modalite,
            coalesce(v.objectif_f3, o.objectif_f3) as f3, coalesce(v.niveau_f3, o.niveau_f3) as niveau,
            coalesce(v.nsf, substring(o.codes_nsf[1] from '^[0-9]{3}')) as nsf, false as cotraitee,
            (coalesce(sum(k.minutes) filter (where k.le between ${e.debut}::date and ${e.fin}::date), 0))::int4 as "minutesIci",
            sum(k.minutes)::int4 as minutes, '0' as "heuresIci", '0' as heures,
            (count(*) filter (where k.le between ${e.debut}::date and ${e.fin}::date))::int4 as "seancesIci",
            min(k.le)::text as premiere, max(k.le)::text as derniere
          from k join sessions.session s on s.organisme_id = (select app.organisme()) and s.id = k.session_id
            left join catalogue.version v on v.organisme_id = s.organisme_id and v.id = s.version_id
            left join catalogue.offre o on o.organisme_id = s.organisme_id and o.id = s.offre_id
          where s.id = any (${`{${sessions.join(',')}}`}::uuid[])
          group by s.organisme_id, s.id, s.activite_id, s.numero, s.intitule, s.modalite, v.objectif_f3, o.objectif_f3, v.niveau_f3, o.niveau_f3,
            v.nsf, o.codes_nsf
          order by s.numero`.execute(tx)
      ).rows

/** Une activité réalisée, telle que le détail d’une case la montre. */
export type ElementSuivi = {
  readonly session: Id<'Session'>
  readonly jour: DateCivile
  readonly genre: 'realisation' | 'afest-situation' | 'afest-reflexion'
  readonly intitule: string
  readonly minutes: number
}

export const elementsSuivis = async (
  tx: TenantTx,
  e: Exercice,
  inscriptions: readonly string[],
): Promise<ElementSuivi[]> =>
  inscriptions.length === 0
    ? []
    : (
        await sql<ElementSuivi>`with ${retenus}
          select k.session_id as session, k.le::text as jour, k.genre, k.intitule, k.minutes from k
          where k.inscription_id = any (${`{${inscriptions.join(',')}}`}::uuid[]) and k.le between ${e.debut}::date and ${e.fin}::date
          order by k.le, k.id`.execute(tx)
      ).rows
