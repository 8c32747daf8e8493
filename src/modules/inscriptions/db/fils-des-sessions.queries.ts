/** Les clients et les gens de plusieurs sessions, en une lecture : ce qu’il faut à `suitesDuFil` pour dire à la liste ce que leur page dit. */
import { type RawBuilder, sql } from 'kysely'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FilDeListe } from '../domain/suite-de-liste.ts'

type FilLuDeListe = Omit<FilDeListe, 'pieces' | 'debut' | 'ouverte' | 'finie'> & {
  readonly session: SessionId
}

export const filsDesSessions = async (
  tx: TenantTx,
  ids: RawBuilder<readonly SessionId[]>,
): Promise<FilLuDeListe[]> =>
  (
    await sql<FilLuDeListe>`select s.id as session,
        (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'client', coalesce(e.nom, q.prenom || ' ' || q.nom), 'regime', d.regime,
            'signe', d.signe_le is not null, 'retracte', d.retracte_le is not null, 'echeancier', exists (select
              from inscriptions.echeance h where h.organisme_id = d.organisme_id and h.dossier_id = d.id)) order by d.id), '[]')
          from inscriptions.dossier d left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
            left join tiers.personne q on q.organisme_id = d.organisme_id and q.id = d.personne_id
          where d.organisme_id = s.organisme_id and d.session_id = s.id) as dossiers,
        (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'dossier', i.dossier_id, 'etat', i.etat, 'close', i.close_le is not null,
            'remises', (select count(*) from inscriptions.remise r where r.organisme_id = i.organisme_id and r.inscription_id = i.id))), '[]')
          from inscriptions.inscription i where i.organisme_id = s.organisme_id and i.session_id = s.id) as gens
      from sessions.session s where s.organisme_id = (select app.organisme()) and s.id = any (${ids})`.execute(
      tx,
    )
  ).rows
