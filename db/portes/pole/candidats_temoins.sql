set local role coforme_porte;

create or replace function porte.candidats_temoins() returns table (organisme_id uuid, nom text)
language sql stable security definer set search_path = ''
begin atomic
  select distinct o.organisme_id, o.nom from pole.adhesion a join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.pole_id = any ((select porte.poles())::uuid[]) and a.etat = 'active' and a.organisme_id <> (select porte.organisme())
     and not exists (select from emargement.temoin t where t.organisme_id = (select porte.organisme()) and t.temoin_id = a.organisme_id
       and t.etat = any (app.liste('temoignages-en-cours')))
   order by o.nom;
end;
comment on function porte.candidats_temoins is 'Les coopératives de nos pôles à qui demander de témoigner.';
grant execute on function porte.candidats_temoins to coforme_app;
