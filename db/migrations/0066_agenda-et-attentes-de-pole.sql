-- Trois lectures des pôles : l'agenda public d'un seul, filtré avant sa borne ; l'adresse d'agenda d'un pôle, qui rend les fonctions de son
-- auteur pour que le droit se juge à chaque lecture ; le vote d'une date, qui ne se rappelle plus comme un vote à dépouiller.
call app.laisser_lire('pole.decision', 'genre, reunion_id');

set local role coforme_porte;
drop function porte.agenda_des_poles(timestamptz);
create function porte.agenda_des_poles(p_depuis timestamptz, p_pole text)
returns table (code text, pole text, id uuid, rang integer, titre text, format text, etat text, debut timestamptz, fin timestamptz,
               zone text, hote text, lieu text, acces text, viennent bigint, hesitent bigint, membres bigint)
language sql stable security definer set search_path = ''
begin atomic
  select p.code, p.nom, r.id, r.rang, r.titre, r.format, r.etat, r.debut, r.fin, r.zone, r.hote, r.lieu, r.acces,
         (select count(distinct x.organisme_id) from pole.reponse x where x.pole_id = r.pole_id and x.reunion_id = r.id and x.dit = 'oui'),
         (select count(distinct x.organisme_id) from pole.reponse x where x.pole_id = r.pole_id and x.reunion_id = r.id and x.dit = 'peut-etre'
             and not exists (select from pole.reponse y where y.pole_id = x.pole_id and y.reunion_id = x.reunion_id
                              and y.organisme_id = x.organisme_id and y.dit = 'oui')),
         (select count(*) from pole.adhesion a where a.pole_id = p.pole_id and a.etat = 'active')
    from pole.reunion r join pole.pole p on p.pole_id = r.pole_id
   where p.public and p.etat in ('lance', 'actif', 'en-sommeil') and r.etat in ('convoquee', 'annulee', 'tenue') and r.debut is not null and r.fin > p_depuis
     and (p_pole is null or p.code = p_pole)
   order by r.debut, r.id limit 200;
end;
comment on function porte.agenda_des_poles is 'Les rencontres des pôles publics, ou d’un seul par son code, qui finissent après cet instant ; lues sans compte.';
grant execute on function porte.agenda_des_poles(timestamptz, text) to coforme_app;

drop function porte.agenda_de_pole_abonne(bytea);
create function porte.agenda_de_pole_abonne(p_jeton bytea)
returns table (nom text, pole uuid, reunion uuid, debut timestamptz, fin timestamptz, tenue boolean, titre text, lieu text, acces text, visio text,
               roles text[], jusque date)
language plpgsql volatile security definer set search_path = '' as $$
declare f record; moi record;
begin
  select x.organisme_id, x.id, x.objet_id, x.nom, x.cree_par into f from sessions.abonnement x
    where x.jeton = sha256(p_jeton) and x.genre = 'pole' and x.revoque_le is null
      -- La coopérative est encore du pôle.
      and exists (select from pole.adhesion a where a.organisme_id = x.organisme_id and a.pole_id = x.objet_id and a.etat = 'active')
    limit 1;
  if not found then return; end if;
  -- Son auteur est encore d'elle, et son compte ouvert. Ce que ses fonctions permettent, la table des droits le dit : on les rend.
  select d.roles, d.au into moi from compte.adhesion d join compte.compte c on c.id = d.compte_id and c.ferme_le is null
    where d.organisme_id = f.organisme_id and d.compte_id = f.cree_par
      and d.acceptee_le is not null and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui());
  if not found then return; end if;
  update sessions.abonnement set lu_le = now() where organisme_id = f.organisme_id and id = f.id
    and (lu_le is null or lu_le < now() - interval '1 hour');
  return query
    select f.nom, f.objet_id, null::uuid, null::timestamptz, null::timestamptz, true, null::text, null::text, null::text, null::text, moi.roles, moi.au
    union all
    (select f.nom, r.pole_id, r.id, r.debut, r.fin, r.etat <> 'annulee', r.titre, concat_ws(', ', nullif(r.hote, ''), nullif(r.lieu, '')),
            r.acces, r.visio, moi.roles, moi.au
       from pole.reunion r
      where r.pole_id = f.objet_id and r.etat in ('convoquee', 'tenue', 'annulee') and r.debut is not null
        and r.fin > now() - interval '365 days'
      order by r.debut, r.id limit 500);
end $$;
comment on function porte.agenda_de_pole_abonne is 'Les rencontres d’un pôle, lues sans compte par une adresse secrète ; la première ligne le nomme, avec les fonctions de son auteur.';
grant execute on function porte.agenda_de_pole_abonne(bytea) to coforme_app;

create or replace function porte.ce_que_les_poles_attendent(p_le timestamptz)
returns table (quoi text, pole_id uuid, pole text, id uuid, titre text, quand timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  with mandats as (
    select m.pole_id, bool_or(m.role = 'animation') as anime, bool_or(m.role <> 'animation') as parle
      from pole.mandat m join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id and a.etat = 'active'
     where m.organisme_id = (select porte.organisme()) and m.compte_id = (select porte.personne()) group by m.pole_id)
  select 'visa', p.pole_id, p.nom, a.organisme_id, o.nom, a.demandee_le
    from mandats m join pole.pole p on p.pole_id = m.pole_id join pole.adhesion a on a.pole_id = p.pole_id and a.etat = 'demandee'
    join organisme.organisme o on o.organisme_id = a.organisme_id where m.anime
  union all
  select 'voix', p.pole_id, p.nom, d.id, d.titre, d.ferme_le
    from pole.electeur e join pole.decision d on d.pole_id = e.pole_id and d.id = e.decision_id and d.etat = 'ouverte' and d.ferme_le > p_le
    join pole.pole p on p.pole_id = d.pole_id left join mandats m on m.pole_id = e.pole_id
   where e.organisme_id = (select porte.organisme()) and e.pole_id = any ((select porte.poles())::uuid[]) and e.procuration_id is null
     and case when d.scrutin = 'personne' then e.personne_id = (select porte.personne()) else m.parle end
     and not exists (select from pole.voix v where v.pole_id = e.pole_id and v.decision_id = e.decision_id and v.organisme_id = e.organisme_id
       and v.personne_id = e.personne_id)
  union all
  select 'reponse', p.pole_id, p.nom, r.id, r.titre, r.debut
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.reunion r on r.pole_id = p.pole_id and r.etat = 'convoquee' and r.debut > p_le
   where m.parle and not exists (select from pole.reponse x where x.pole_id = r.pole_id and x.reunion_id = r.id
     and x.organisme_id = (select porte.organisme()) and x.compte_id = (select porte.personne()))
  union all
  select 'engagement', p.pole_id, p.nom, g.id, g.quoi, g.pour::timestamp at time zone 'Europe/Paris'
    from pole.engagement g join pole.pole p on p.pole_id = g.pole_id
   where g.de_organisme_id = (select porte.organisme()) and g.compte_id = (select porte.personne()) and g.etat = 'pris'
     and g.pole_id = any ((select porte.poles())::uuid[]) and g.pour <= (p_le at time zone 'Europe/Paris')::date + 7
  union all
  select 'suite', p.pole_id, p.nom, d.id, d.titre, d.echeance::timestamp at time zone 'Europe/Paris'
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.decision d on d.pole_id = p.pole_id and d.etat = 'close' and d.realisation in ('a-faire', 'en-cours')
   where m.anime and d.echeance <= (p_le at time zone 'Europe/Paris')::date
  union all
  -- Ce que sa coopérative cherche et propose : deux semaines avant de ne plus se montrer, et un mois après.
  select 'annonce', p.pole_id, p.nom, p.pole_id, p.nom, x.jusque::timestamp at time zone 'Europe/Paris'
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.adhesion a on a.pole_id = p.pole_id and a.organisme_id = (select porte.organisme()) and a.etat = 'active'
      and (a.cherche <> '' or a.propose <> '')
    cross join lateral (select porte.jusqu_au(a.dit_le, a.demandee_le) as jusque) x
   where m.parle and (p_le at time zone 'Europe/Paris')::date between x.jusque - 14 and x.jusque + 30
  union all
  -- Un vote dont le jour est passé ne se dépouille pas seul. Celui d'une date ne se dépouille pas du tout : on retient une date, ou on annule.
  select 'depouiller', p.pole_id, p.nom, d.id, d.titre, d.ferme_le
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.decision d on d.pole_id = p.pole_id and d.etat = 'ouverte' and d.ferme_le <= p_le
   where m.anime and (d.genre <> 'dates' or d.reunion_id is null)
  union all
  select 'date', p.pole_id, p.nom, r.id, r.titre, d.ferme_le
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.decision d on d.pole_id = p.pole_id and d.etat = 'ouverte' and d.ferme_le <= p_le and d.genre = 'dates'
    join pole.reunion r on r.pole_id = d.pole_id and r.id = d.reunion_id and r.etat = 'dates'
   where m.anime
   order by 6 limit 50;
end;

set local role coforme_owner;
