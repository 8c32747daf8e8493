set local role coforme_porte;

create or replace function porte.soutiens_d_un_pole(p_id uuid)
returns table (organisme_id uuid, cooperative text, nom text, mot text, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select s.organisme_id, o.nom, s.nom, s.mot, s.le
    from pole.soutien s join organisme.organisme o on o.organisme_id = s.organisme_id
   where s.proposition_id = p_id and p_id in (select x.id from porte.propositions_de_poles() x)
   order by s.le, o.nom;
end;
grant execute on function porte.soutiens_d_un_pole to coforme_app;
