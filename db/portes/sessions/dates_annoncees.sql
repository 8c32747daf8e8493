set local role coforme_porte;

-- La prochaine session que sa coopérative annonce, par offre en ligne : ses jours et son lieu ; ni qui vient, ni qui forme.
create or replace function porte.dates_annoncees(p_jour date, p_offre uuid, p_limite integer)
returns table (organisme_id uuid, offre uuid, du date, au date, lieu text)
language sql stable security definer set search_path = ''
begin atomic
  select s.organisme_id, s.offre_id, s.premier_jour, s.dernier_jour, s.lieu
    from sessions.session s
   where s.annoncee_le is not null and s.etat = any (app.liste('sessions-annoncees')) and s.premier_jour > p_jour
     and (p_offre is null or s.offre_id = p_offre)
     and porte.obstacle_d_annonce(s.organisme_id, s.offre_id, p_jour) is null
   order by s.premier_jour, s.id limit least(p_limite, 100);
end;
comment on function porte.dates_annoncees is 'Les sessions à venir que leur coopérative annonce, d’une offre ou de toutes celles en ligne ; lues sans compte.';
grant execute on function porte.dates_annoncees to coforme_app;
