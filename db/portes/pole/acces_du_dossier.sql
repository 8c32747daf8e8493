set local role coforme_porte;

create or replace function porte.acces_du_dossier(p_pole uuid, p_dossier uuid)
returns table (organisme_id uuid, cooperative text, compte_id uuid, nom text, du timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select x.organisme_id, o.nom, x.compte_id, x.nom, x.du
    from pole.acces x join organisme.organisme o on o.organisme_id = x.organisme_id
   where x.pole_id = p_pole and x.dossier_id = p_dossier and x.retire_le is null and x.dossier_id = any ((select porte.mes_dossiers())::uuid[])
   order by x.nom;
end;
comment on function porte.acces_du_dossier is 'Qui entre dans ce dossier, pour qui y entre.';
grant execute on function porte.acces_du_dossier to coforme_app;
