set local role coforme_porte;

create or replace function porte.mes_dossiers() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(d.dossier_id), '{}') from pole.acces d
    join pole.adhesion a on a.pole_id = d.pole_id and a.organisme_id = d.organisme_id and a.etat = 'active'
   where d.organisme_id = (select porte.organisme()) and d.compte_id = (select porte.personne()) and d.retire_le is null;
end;
comment on function porte.mes_dossiers is 'Les dossiers fermés ouverts à la personne de la transaction. Animer un pôle n’en ouvre aucun.';
grant execute on function porte.mes_dossiers to coforme_app, coforme_owner;
