import { type RawBuilder, sql } from 'kysely'
import { memeFiche, type SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ComptesDeSession } from '../domain/suivre-session.ts'

export type ComptesLus = Omit<ComptesDeSession, 'etat' | 'phase' | 'aFacturer' | 'fil'> & {
  readonly session: SessionId
  /** La première demi-journée passée dont la feuille n’est pas close ; celle que l’absence déclarée touche. */
  readonly aClore: string | null
  readonly absente: string | null
}

/** Ce que ces sessions ont de fait et d’attendu, d’une seule lecture : une liste n’ouvre pas chaque session. */
export const comptesDesSessions = async (
  tx: TenantTx,
  ids: RawBuilder<readonly SessionId[]>,
  maintenant: Date,
): Promise<ReadonlyMap<SessionId, ComptesLus>> => {
  const { rows } =
    await sql<ComptesLus>`with s as materialized (select z.organisme_id, z.id from sessions.session z
      where z.organisme_id = (select app.organisme()) and z.id = any (${ids})),
    d as materialized (select x.organisme_id, x.id, x.session_id, x.regime, x.signe_le from inscriptions.dossier x join s
      on s.organisme_id = x.organisme_id and s.id = x.session_id where x.retracte_le is null),
    i as materialized (select x.organisme_id, x.id, x.session_id, x.dossier_id, x.etat, x.etape, x.arrivee_le, e.regime from inscriptions.inscription x
      join s on s.organisme_id = x.organisme_id and s.id = x.session_id
      left join d e on e.organisme_id = x.organisme_id and e.id = x.dossier_id where x.close_le is null),
    x as materialized (select y.organisme_id, y.id, y.session_id, y.debut, y.fin, y.jour from sessions.seance y join s
      on s.organisme_id = y.organisme_id and s.id = y.session_id where y.tenue)
    select s.id as session,
      (select count(*)::int from i where i.session_id = s.id and i.etat = 'inscrit') as inscrits,
      (select count(*)::int from d where d.session_id = s.id and d.regime = any (app.liste('regimes-a-piece'))) as engagements,
      (select count(*)::int from d where d.session_id = s.id and d.regime = any (app.liste('regimes-a-piece')) and d.signe_le is not null) as signes,
      (select count(*)::int from i where i.session_id = s.id and i.dossier_id is null) as "sansDossier",
      (select count(*)::int from i where i.session_id = s.id and i.etat = 'inscrit' and i.regime is distinct from 'sous-traitance-recue'
        and not exists (select from documents.piece p where p.organisme_id = i.organisme_id and p.objet_id = i.id
          and p.genre = 'certificat-realisation')) as certificats,
      coalesce(o.feuilles, 0) as feuilles, o.premiere::text as "aClore", coalesce(a.absences, 0) as absences, a.premiere::text as absente
    from s
      left join lateral (select count(*)::int as feuilles, (array_agg(x.id order by x.debut))[1] as premiere from x
        where x.session_id = s.id and x.fin <= ${maintenant} and exists (select from i where i.session_id = s.id and i.etat = 'inscrit'
            and (i.arrivee_le is null or x.jour >= i.arrivee_le))
          and not exists (select from emargement.cloture c where c.organisme_id = x.organisme_id and c.seance_id = x.id)) o on true
      left join lateral (select count(distinct x.id)::int as absences, (array_agg(x.id order by x.debut))[1] as premiere from x
          join sessions.affectation f on f.organisme_id = x.organisme_id and f.seance_id = x.id
          join sessions.conge k on k.organisme_id = f.organisme_id and ${memeFiche('k', 'f')} and k.retire_le is null
            and k.du <= x.jour and k.au >= x.jour
        where x.session_id = s.id and x.fin > ${maintenant}) a on true`.execute(tx)
  return new Map(rows.map((r) => [r.session, r]))
}
