-- Ce qu'une coopérative cherche et propose dans un pôle se redit : passé un délai, cela ne se montre plus. Et cela se change, ce que
-- l'on ne pouvait faire qu'en entrant.
alter table pole.adhesion add column dit_le timestamptz;      -- null : depuis la demande
alter table pole.reglage add column annonce_jours integer not null default 180 check (annonce_jours between 30 and 1095);

set local role coforme_porte;
create function porte.jours_d_annonce() returns integer
language sql stable security definer set search_path = ''
begin atomic
  select coalesce((select annonce_jours from pole.reglage), 180);
end;
comment on function porte.jours_d_annonce is 'Combien de jours se montre ce qu’une coopérative cherche et propose, sans être redit. Un usage : six mois.';
grant execute on function porte.jours_d_annonce() to coforme_app;

create function porte.jusqu_au(p_dit timestamptz, p_demande timestamptz) returns date
language sql stable security definer set search_path = ''
begin atomic
  -- Qui revient dans un pôle le redit : le dernier des deux compte.
  select (greatest(p_dit, p_demande) at time zone 'Europe/Paris')::date + porte.jours_d_annonce();
end;

create function porte.regler_les_annonces(p_jours integer, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance règle combien de temps se montre une annonce.' using errcode = '42501';
  end if;
  insert into pole.reglage (signatures, annonce_jours, modifie_le) values (porte.signatures_d_un_pole(), p_jours, p_le)
    on conflict (seul) do update set annonce_jours = excluded.annonce_jours, modifie_le = excluded.modifie_le;
  return true;
end $$;
grant execute on function porte.regler_les_annonces(integer, timestamptz) to coforme_app;

-- Sans texte : ce qui est dit vaut toujours, et repart pour un tour. Ce qu'une personne change n'est que le dit de sa coopérative.
create function porte.dire_adhesion(p_pole uuid, p_cherche text, p_propose text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() or not p_pole = any (porte.poles()) then return false; end if;
  update pole.adhesion set cherche = coalesce(p_cherche, cherche), propose = coalesce(p_propose, propose), dit_le = p_le
   where pole_id = p_pole and organisme_id = porte.organisme() and etat = 'active';
  return found;
end $$;
comment on function porte.dire_adhesion is 'Change, ou confirme, ce que l’organisme de la transaction cherche et propose dans un pôle dont il est.';
grant execute on function porte.dire_adhesion(uuid, text, text, timestamptz) to coforme_app;

create function porte.mes_annonces()
returns table (pole uuid, jusque date)
language sql stable security definer set search_path = ''
begin atomic
  select a.pole_id, porte.jusqu_au(a.dit_le, a.demandee_le) from pole.adhesion a
   where a.organisme_id = (select porte.organisme()) and a.etat = 'active' and (a.cherche <> '' or a.propose <> '');
end;
comment on function porte.mes_annonces is 'Jusqu’à quel jour se montre ce que l’organisme de la transaction cherche et propose, pôle par pôle.';
grant execute on function porte.mes_annonces() to coforme_app;

drop function porte.membres_du_pole(uuid);
create function porte.membres_du_pole(p_pole uuid)
returns table (organisme_id uuid, nom text, ville text, etat text, du date, demandee_le timestamptz, cherche text, propose text, poids integer,
  jusque date)
language sql stable security definer set search_path = ''
begin atomic
  select a.organisme_id, o.nom, o.ville, a.etat, a.du, a.demandee_le, a.cherche, a.propose, a.poids, porte.jusqu_au(a.dit_le, a.demandee_le)
    from pole.adhesion a join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.pole_id = p_pole and a.pole_id = any ((select porte.poles())::uuid[])
     and (a.etat = 'active' or (a.etat = 'demandee' and p_pole = any ((select porte.poles_animes())::uuid[])))
   order by o.nom;
end;
comment on function porte.membres_du_pole is 'Les coopératives d’un pôle, pour ses membres ; celles qui frappent, pour qui l’anime. « jusque » : le dernier jour où ce qu’elle cherche et propose se montre.';
grant execute on function porte.membres_du_pole(uuid) to coforme_app;

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
  -- Un vote dont le jour est passé ne se dépouille pas seul. Celui d'une date se clôt quand la rencontre est convoquée.
  select 'depouiller', p.pole_id, p.nom, d.id, d.titre, d.ferme_le
    from mandats m join pole.pole p on p.pole_id = m.pole_id
    join pole.decision d on d.pole_id = p.pole_id and d.etat = 'ouverte' and d.ferme_le <= p_le
   where m.anime
   order by 6 limit 50;
end;

set local role coforme_owner;
