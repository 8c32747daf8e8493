set local role coforme_porte;

create or replace function porte.corps_electoral(p_pole uuid, p_decision uuid)
returns table (organisme_id uuid, cooperative text, personne_id uuid, nom text, poids integer, procuration_id uuid, choix integer[], motif text, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select e.organisme_id, o.nom, nullif(e.personne_id, '00000000-0000-0000-0000-000000000000'), e.nom, e.poids, e.procuration_id, v.choix, v.motif, v.le
    from pole.electeur e join organisme.organisme o on o.organisme_id = e.organisme_id
    left join pole.voix v on v.pole_id = e.pole_id and v.decision_id = e.decision_id and v.organisme_id = e.organisme_id
      and v.personne_id = e.personne_id
   where e.pole_id = p_pole and e.decision_id = p_decision and e.pole_id = any ((select porte.poles())::uuid[])
   order by o.nom, e.nom;
end;
comment on function porte.corps_electoral is 'La liste figée et les voix données, pour les membres du pôle.';
grant execute on function porte.corps_electoral to coforme_app;
