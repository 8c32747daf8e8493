set local role coforme_porte;

-- L'émargement est au-dessus des sessions : une porte dit à celles-ci ce qu'elles ne peuvent plus changer.
create or replace function porte.seances_figees(p_session uuid) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(x.id order by x.debut) from sessions.seance x
    join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
    where x.organisme_id = app.organisme() and x.session_id = p_session
      and (app.toutes_activites() or s.activite_id = any (app.activites()))
      and porte.seance_emargee(x.organisme_id, x.id)), '{}');
end $$;
comment on function porte.seances_figees is 'Les demi-journées de cette session où quelqu’un a signé, manqué, ou que le formateur a closes.';
grant execute on function porte.seances_figees to coforme_app;
