import { sql } from 'kysely'
import { etatsQuiSeTiennent, jourTenu, type SessionId } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import { type Affectations, type DossiersLus, lireDossiers } from '../domain/affectation.ts'

/** Ce que l’on sait, au premier jour (reportée puis rouverte : le premier des nouvelles dates), de qui interviendra ; l’appelant ne le demande que d’une session que l’on planifie encore. */
export const affectationsUneFois = uneFois(async (tx, session): Promise<Affectations | undefined> => {
  const { rows } = await sql<DossiersLus>`
    with s as (select s.organisme_id, s.id, s.offre_id, ${jourTenu('s', 'debut')} as premier_jour, ${jourTenu('s', 'fin')} as dernier_jour, (f.certifiante or f.code_rncp is not null) as certifiante
        from sessions.session s join catalogue.offre f on f.organisme_id = s.organisme_id and f.id = s.offre_id
        where s.organisme_id = (select app.organisme()) and s.id = ${session}::uuid),
      -- La dernière révision d’abord, ses liens ensuite : une ligne rattachée depuis à une autre session ne vaut plus pour celle-ci.
      g as (select r.* from qualite.registre r, s
        where r.organisme_id = s.organisme_id and not r.retire and not exists (select from qualite.registre y
            where y.organisme_id = r.organisme_id and y.id = r.id and y.rang > r.rang) and (r.genre = 'contrat-sous-traitance' and (r.session_id = s.id or r.session_id is null)
          or r.genre = 'habilitation' and r.offre_id = s.offre_id
          or r.genre = 'cv' and r.personne_id in (select a.personne_id from sessions.affectation a join sessions.seance e
            on e.organisme_id = a.organisme_id and e.id = a.seance_id where e.organisme_id = s.organisme_id and e.session_id = s.id))),
      x as (select a.personne_id, max(a.compte_id::text)::uuid as compte_id, bool_or(a.confiee_a_id is not null or t.statut in ('honoraires', 'sous-traitant-of', 'portage')) as externe,
          max(coalesce(a.confiee_a_id, t.entreprise_id)::text)::uuid as entreprise_id
        from s join sessions.seance e on e.organisme_id = s.organisme_id and e.session_id = s.id and e.tenue and e.cotraitant_id is null
          join sessions.affectation a on a.organisme_id = e.organisme_id and a.seance_id = e.id
          left join tiers.statut t on t.organisme_id = a.organisme_id and t.personne_id = a.personne_id
            and t.du <= e.jour and (t.au is null or t.au >= e.jour)
        group by a.personne_id)
    select s.premier_jour::text as "premierJour", s.dernier_jour::text as "dernierJour", coalesce(s.certifiante, false) as certifiante,
      exists (select from inscriptions.dossier d where d.organisme_id = s.organisme_id and d.session_id = s.id and d.regime = 'cpf' and d.retracte_le is null) as cpf,
      coalesce((select jsonb_agg(jsonb_build_object('genre', g.genre, 'titre', g.titre, 'le', g.le, 'expireLe', g.expire_le, 'contenu', g.contenu,
          'fichiers', j.fichiers, 'jointLe', j.joint_le, 'terme', coalesce(g.expire_le, j.terme), 'personne', g.personne_id, 'offre', g.offre_id, 'session', g.session_id,
          'entreprise', g.entreprise_id, 'etablissement', g.etablissement_id, 'responsable', g.responsable_id)) from g
        -- Les fichiers qui valent encore au premier jour.
        cross join lateral (select count(*)::int4 as fichiers, min((j.jointe_le at time zone 'Europe/Paris')::date)::text as joint_le, nullif(max(coalesce(j.expire_le, 'infinity'::date)), 'infinity'::date) as terme
          from qualite.jointe j where j.organisme_id = g.organisme_id and j.ligne_id = g.id and (j.expire_le is null or j.expire_le >= s.premier_jour)
            and not exists (select from qualite.jointe_retrait y where y.organisme_id = j.organisme_id and y.jointe_id = j.id)) j), '[]') as lignes,
      coalesce((select jsonb_agg(jsonb_build_object('personne', x.personne_id, 'nom', p.prenom || ' ' || p.nom,
          'titres', coalesce(i.titres, ''), 'rapport', coalesce(i.rapport, ''),
          'externe', coalesce(x.externe, false), 'entreprise', x.entreprise_id) order by p.nom, p.prenom)
        from x join tiers.personne p on p.organisme_id = s.organisme_id and p.id = x.personne_id
          -- Sa fiche, ou celle de son compte : dans une CAE, une enseigne peut en tenir une seconde.
          left join lateral (select string_agg(i.titres, ' ') as titres, string_agg(i.rapport, ' ') as rapport from tiers.intervenant i
            where i.organisme_id = s.organisme_id and (i.personne_id = x.personne_id or i.compte_id = x.compte_id)) i on true), '[]') as gens
    from s`.execute(tx)
  return rows[0] && lireDossiers(rows[0])
})

export type SessionAnimee = { readonly id: SessionId; readonly numero: string }

/** Les sessions confirmées ou en cours que cette personne anime, sous l’une de ses fiches ; une de plus que `max` s’il en reste. */
export const sessionsAnimees = async (
  tx: TenantTx,
  personnes: readonly string[],
  max: number,
): Promise<SessionAnimee[]> =>
  (
    await sql<SessionAnimee>`select s.id, s.numero from sessions.session s
      where s.organisme_id = (select app.organisme()) and s.etat in ${cesMots(etatsQuiSeTiennent)}
        and s.id in (select e.session_id from sessions.affectation a
          join sessions.seance e on e.organisme_id = a.organisme_id and e.id = a.seance_id and e.tenue
          where a.organisme_id = (select app.organisme()) and a.personne_id = any (${`{${personnes.join(',')}}`}::uuid[]))
      order by s.premier_jour, s.id limit ${max + 1}`.execute(tx)
  ).rows
