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

/**
 * Ce que ces sessions ont de fait et d’attendu, d’une seule lecture : une liste n’ouvre pas chaque session. Chaque table se lit une fois pour
 * toutes, et se compte par session : la compter à chaque ligne la relirait autant de fois.
 */
export const comptesDesSessions = async (
  tx: TenantTx,
  ids: RawBuilder<readonly SessionId[]>,
  maintenant: Date,
): Promise<ReadonlyMap<SessionId, ComptesLus>> => {
  const { rows } =
    await sql<ComptesLus>`with s as materialized (select z.id from sessions.session z where z.id = any (${ids})),
    d as materialized (select x.id, x.session_id, x.regime, x.signe_le from inscriptions.dossier x
      where x.session_id = any (array(select s.id from s)) and x.retracte_le is null),
    i as materialized (select x.id, x.session_id, x.dossier_id, x.etat, x.arrivee_le, d.regime from inscriptions.inscription x
      left join d on d.id = x.dossier_id where x.session_id = any (array(select s.id from s)) and x.close_le is null),
    x as materialized (select y.organisme_id, y.id, y.session_id, y.debut, y.fin, y.jour from sessions.seance y
      where y.session_id = any (array(select s.id from s)) and y.tenue),
    -- Passées, leur feuille n’est pas close.
    o as materialized (select x.id, x.session_id, x.debut, x.jour from x where x.fin <= ${maintenant} and x.id not in (
      select c.seance_id from emargement.cloture c where c.seance_id = any (array(select x.id from x)))),
    -- Tenus à part : joints tels quels, la base les recompte parfois à chaque ligne.
    g as materialized (select i.session_id, count(*) filter (where i.etat = 'inscrit')::int as inscrits,
        count(*) filter (where i.dossier_id is null)::int as "sansDossier",
        count(*) filter (where i.etat = 'inscrit' and i.regime is distinct from 'sous-traitance-recue' and i.id not in (
          select p.objet_id from documents.piece p where p.objet_id = any (array(select i.id from i))
            and p.genre = 'certificat-realisation'))::int as certificats
      from i group by i.session_id),
    e as materialized (select d.session_id, count(*)::int as engagements, count(d.signe_le)::int as signes from d
      where d.regime = any (app.liste('regimes-a-piece')) group by d.session_id),
    f as materialized (select o.session_id, count(*)::int as feuilles, (array_agg(o.id order by o.debut))[1] as premiere from o
      where exists (select from i where i.session_id = o.session_id and i.etat = 'inscrit'
        and (i.arrivee_le is null or o.jour >= i.arrivee_le)) group by o.session_id),
    a as materialized (select x.session_id, count(distinct x.id)::int as absences, (array_agg(x.id order by x.debut))[1] as premiere from x
        join sessions.affectation f on f.organisme_id = x.organisme_id and f.seance_id = x.id
        join sessions.conge k on k.organisme_id = f.organisme_id and ${memeFiche('k', 'f')} and k.retire_le is null
          and k.du <= x.jour and k.au >= x.jour
      where x.fin > ${maintenant} group by x.session_id)
    select s.id as session, coalesce(g.inscrits, 0) as inscrits, coalesce(e.engagements, 0) as engagements, coalesce(e.signes, 0) as signes,
      coalesce(g."sansDossier", 0) as "sansDossier", coalesce(g.certificats, 0) as certificats,
      coalesce(f.feuilles, 0) as feuilles, f.premiere::text as "aClore", coalesce(a.absences, 0) as absences, a.premiere::text as absente
    from s left join g on g.session_id = s.id left join e on e.session_id = s.id left join f on f.session_id = s.id
      left join a on a.session_id = s.id`.execute(tx)
  return new Map(rows.map((r) => [r.session, r]))
}
