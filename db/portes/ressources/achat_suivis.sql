set local role coforme_porte;

create or replace function porte.achat_suivis(p_achat uuid) returns table (cooperative text, texte text, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select o.nom, s.texte, s.le from porte.achats_visibles() a
    join ressources.suivi s on s.achat_organisme_id = a.organisme_id and s.achat_id = a.id
    join organisme.organisme o on o.organisme_id = s.organisme_id
   where a.id = p_achat and (a.organisme_id = (select porte.organisme())
     or exists (select from ressources.participation x where x.organisme_id = (select porte.organisme()) and x.achat_organisme_id = a.organisme_id
       and x.achat_id = a.id and x.quantite > 0))
   order by s.le desc, s.id;
end;
comment on function porte.achat_suivis is 'Ce que dit d’un achat qui le conduit et qui l’a rejoint.';
grant execute on function porte.achat_suivis to coforme_app;
