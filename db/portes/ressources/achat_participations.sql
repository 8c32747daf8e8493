set local role coforme_porte;

-- À qui conduit l’achat, et à qui l’a rejoint.
create or replace function porte.achat_participations(p_achat uuid) returns table (cooperative text, quantite integer, le timestamptz, mienne boolean)
language sql stable security definer set search_path = ''
begin atomic
  select o.nom, v.quantite, v.le, v.organisme_id = (select porte.organisme()) from porte.achats_visibles() a
    join ressources.participation v on v.achat_organisme_id = a.organisme_id and v.achat_id = a.id
    join organisme.organisme o on o.organisme_id = v.organisme_id
   where a.id = p_achat and v.quantite > 0 and (a.organisme_id = (select porte.organisme())
     or exists (select from ressources.participation x where x.organisme_id = (select porte.organisme()) and x.achat_organisme_id = a.organisme_id
       and x.achat_id = a.id and x.quantite > 0))
   order by o.nom;
end;
comment on function porte.achat_participations is 'Qui a rejoint un achat.';
grant execute on function porte.achat_participations to coforme_app;
