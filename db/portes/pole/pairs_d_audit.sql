set local role coforme_porte;

create or replace function porte.pairs_d_audit() returns table (organisme_id uuid, nom text)
language sql stable security definer set search_path = ''
begin atomic
  select distinct o.organisme_id, o.nom from pole.adhesion a join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.pole_id = any ((select porte.poles())::uuid[]) and a.etat = 'active' and a.organisme_id <> (select porte.organisme())
   order by o.nom;
end;
comment on function porte.pairs_d_audit is 'Les coopératives de nos pôles à qui proposer de tenir le rôle de l’auditeur.';
grant execute on function porte.pairs_d_audit to coforme_app;
