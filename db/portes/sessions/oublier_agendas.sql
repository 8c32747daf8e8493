set local role coforme_maintenance;

create or replace function porte.oublier_agendas(p_personnes uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  delete from sessions.occupe_dehors d where d.organisme_id = moi and (d.personne_id = any (p_personnes)
    or d.agenda_id in (select g.id from sessions.agenda g where g.organisme_id = moi and g.personne_id = any (p_personnes)));
  delete from sessions.agenda g where g.organisme_id = moi and g.personne_id = any (p_personnes);
end $$;
comment on function porte.oublier_agendas is 'Cesse de lire les agendas d’une personne, et oublie leurs adresses et leurs heures.';
revoke execute on function porte.oublier_agendas from public;
grant execute on function porte.oublier_agendas to coforme_app;
