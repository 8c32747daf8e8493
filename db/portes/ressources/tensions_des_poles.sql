set local role coforme_porte;

-- Sur douze mois, des spécialités que trois coopératives au moins ont cherchées, sans compter qui lit : à moins, dire soi-même ferait paraître la somme.
-- Ni celle que tout le pôle a dite : elle les nommerait toutes. Jamais lesquelles.
create or replace function porte.tensions_des_poles() returns table (pole uuid, nom_du_pole text, nsf text, cooperatives integer)
language plpgsql stable security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient(app.liste('roles-du-vivier')) then return; end if;
  return query select m.pole_id, p.nom, m.nsf, count(distinct m.organisme_id)::integer from ressources.manque m
      join pole.adhesion a on a.pole_id = m.pole_id and a.organisme_id = m.organisme_id and a.etat = 'active'
      join pole.pole p on p.pole_id = m.pole_id
     where m.pole_id = any (porte.poles()) and m.retire_le is null and m.dit_le > porte.present() - app.duree('tension')
     group by m.pole_id, p.nom, m.nsf having count(distinct m.organisme_id) filter (where m.organisme_id <> moi) >= 3
       and count(distinct m.organisme_id) < (select count(*) from pole.adhesion x where x.pole_id = m.pole_id and x.etat = 'active')
     order by 2, 4 desc, 3;
end $$;
comment on function porte.tensions_des_poles is 'Les spécialités que les coopératives d’un pôle cherchent sans trouver, en sommes d’au moins trois autres.';
grant execute on function porte.tensions_des_poles to coforme_app;
