set local role coforme_porte;

-- Ce qui attend la personne de la transaction : demandes à viser, voix à donner, invitations sans réponse, engagements qui viennent.
create or replace function porte.ce_que_les_poles_attendent(p_le timestamptz)
returns table (quoi text, pole_id uuid, pole text, id uuid, titre text, quand timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  with heure as materialized (select porte.heure(p_le) as le),
  mandats as (
    select m.pole_id, bool_or(m.role = 'animation' and not m.attend) as anime, bool_or(m.role <> 'animation') as parle
      from pole.mandat m join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id and a.etat = 'active'
     where m.organisme_id = (select porte.organisme()) and m.compte_id = (select porte.personne()) group by m.pole_id)
  select 'visa', p.pole_id, p.nom, a.organisme_id, o.nom, a.demandee_le
    from mandats m join pole.pole p on p.pole_id = m.pole_id join pole.adhesion a on a.pole_id = p.pole_id and a.etat = 'demandee'
    join organisme.organisme o on o.organisme_id = a.organisme_id where m.anime
  union all
  select 'voix', p.pole_id, p.nom, d.id, d.titre, d.ferme_le
    from pole.electeur e join pole.decision d on d.pole_id = e.pole_id and d.id = e.decision_id and d.etat = 'ouverte' and d.ferme_le > (select le from heure)
    join pole.pole p on p.pole_id = d.pole_id left join mandats m on m.pole_id = e.pole_id
   where e.organisme_id = (select porte.organisme()) and e.pole_id = any ((select porte.poles())::uuid[]) and e.procuration_id is null
     and case when d.scrutin = 'personne' then e.personne_id = (select porte.personne()) else m.parle end
     and not exists (select from pole.voix v where v.pole_id = e.pole_id and v.decision_id = e.decision_id and v.organisme_id = e.organisme_id
       and v.personne_id = e.personne_id)
  union all
  select 'reponse', p.pole_id, p.nom, r.id, r.titre, r.debut
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.reunion r on r.pole_id = p.pole_id and r.etat = 'convoquee' and r.debut > (select le from heure)
   where m.parle and not exists (select from pole.reponse x where x.pole_id = r.pole_id and x.reunion_id = r.id
     and x.organisme_id = (select porte.organisme()) and x.compte_id = (select porte.personne()))
  union all
  select 'engagement', p.pole_id, p.nom, g.id, g.quoi, g.pour::timestamp at time zone 'Europe/Paris'
    from pole.engagement g join pole.pole p on p.pole_id = g.pole_id
   where g.de_organisme_id = (select porte.organisme()) and g.compte_id = (select porte.personne()) and g.etat = 'pris'
     and g.pole_id = any ((select porte.poles())::uuid[]) and g.pour <= ((select le from heure) at time zone 'Europe/Paris')::date + 7
  union all
  select 'suite', p.pole_id, p.nom, d.id, d.titre, d.echeance::timestamp at time zone 'Europe/Paris'
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.decision d on d.pole_id = p.pole_id and d.etat = 'close' and d.realisation in ('a-faire', 'en-cours')
   where m.anime and d.echeance <= ((select le from heure) at time zone 'Europe/Paris')::date
  union all
  -- Ce que sa coopérative cherche et propose : deux semaines avant de ne plus se montrer, et un mois après.
  select 'annonce', p.pole_id, p.nom, p.pole_id, p.nom, x.jusque::timestamp at time zone 'Europe/Paris'
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.adhesion a on a.pole_id = p.pole_id and a.organisme_id = (select porte.organisme()) and a.etat = 'active'
      and (a.cherche <> '' or a.propose <> '')
    cross join lateral (select porte.jusqu_au(a.dit_le, a.demandee_le) as jusque) x
   where m.parle and ((select le from heure) at time zone 'Europe/Paris')::date between x.jusque - 14 and x.jusque + 30
  union all
  -- Un vote dont le jour est passé ne se dépouille pas seul. Celui d'une date ne se dépouille pas du tout : on retient une date, ou on annule.
  select 'depouiller', p.pole_id, p.nom, d.id, d.titre, d.ferme_le
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.decision d on d.pole_id = p.pole_id and d.etat = 'ouverte' and d.ferme_le <= (select le from heure)
   where m.anime and (d.genre <> 'dates' or d.reunion_id is null)
  union all
  select 'date', p.pole_id, p.nom, r.id, r.titre, d.ferme_le
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.decision d on d.pole_id = p.pole_id and d.etat = 'ouverte' and d.ferme_le <= (select le from heure) and d.genre = 'dates'
    join pole.reunion r on r.pole_id = d.pole_id and r.id = d.reunion_id and r.etat = 'dates'
   where m.anime
   order by 6 limit 50;
end;
grant execute on function porte.ce_que_les_poles_attendent to coforme_app;
