/** Le fil des prochaines sessions, en une lecture : ce qu’il faut à `arretsDuFil` pour dire leurs dates comme leur page les dit. */
import { sql } from 'kysely'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { animeePar, etatsAnnonces, type SessionId } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { HORIZON_DES_ECHEANCES } from '#web/contributions.ts'
import type { FilLu } from '../domain/echeance-du-fil.ts'

type FilAVenir = FilLu & { readonly session: SessionId }

/**
 * Les premières sessions ouvertes ou confirmées qui viennent. `de` : celles que ce compte anime, et des autres les seuls dossiers
 * qu’il suit (`portee.ts`).
 */
export const filsAVenir = async (
  tx: TenantTx,
  jour: DateCivile,
  max: number,
  de: PersonneId | null,
): Promise<FilAVenir[]> =>
  (
    await sql<FilAVenir>`with s as materialized (select s.organisme_id, s.id, s.intitule, s.premier_jour, p.entiere from sessions.session s
        cross join lateral (select ${de}::uuid is null or ${animeePar('s', de)} as entiere) p
        where s.organisme_id = (select app.organisme()) and s.etat in ${cesMots(etatsAnnonces)}
          and s.premier_jour between ${jour}::date and ${ajouterJours(jour, HORIZON_DES_ECHEANCES)}::date
          and exists (select from sessions.seance x where x.organisme_id = s.organisme_id and x.session_id = s.id)
          and (p.entiere or exists (select from inscriptions.dossier d
            where d.organisme_id = s.organisme_id and d.session_id = s.id and d.suivi_par = ${de}::uuid))
        order by s.premier_jour, s.id limit ${max})
      select s.id as session, s.intitule, s.premier_jour::text as debut,
        (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'regime', d.regime, 'signe', d.signe_le is not null,
            'retracte', d.retracte_le is not null)), '[]')
          from inscriptions.dossier d where d.organisme_id = s.organisme_id and d.session_id = s.id
            and (s.entiere or d.suivi_par = ${de}::uuid)) as dossiers,
        (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'dossier', i.dossier_id, 'etat', i.etat, 'close', i.close_le is not null,
            'remises', (select count(*) from inscriptions.remise r where r.organisme_id = i.organisme_id and r.inscription_id = i.id),
            'convoquee', exists (select from documents.piece p where p.organisme_id = i.organisme_id and p.objet_id = i.id
              and p.genre = 'convocation'))), '[]')
          from inscriptions.inscription i where i.organisme_id = s.organisme_id and i.session_id = s.id
            and (s.entiere or exists (select from inscriptions.dossier d
              where d.organisme_id = i.organisme_id and d.id = i.dossier_id and d.suivi_par = ${de}::uuid))) as gens
      from s order by s.premier_jour, s.id`.execute(tx)
  ).rows
