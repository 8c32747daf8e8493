set local role coforme_porte;

-- Une fois clos, et tant que l’on est du pôle : à qui conduit l’achat, et à qui a dit le sien. Ce qu’a dit une coopérative partie n’y est plus.
create or replace function porte.achat_volumes(p_achat uuid) returns table (cooperative text, quantite integer, mot text, mienne boolean)
language sql stable security definer set search_path = ''
begin atomic
  select o.nom, v.quantite, v.mot, v.organisme_id = (select porte.organisme()) from porte.achats_visibles() a
    join ressources.volume v on v.achat_organisme_id = a.organisme_id and v.achat_id = a.id
    join pole.adhesion m on m.pole_id = a.pole_id and m.organisme_id = v.organisme_id and m.etat = 'active'
    join organisme.organisme o on o.organisme_id = v.organisme_id
   where a.id = p_achat and v.quantite > 0 and a.clos_le is not null and a.pole_id = any ((select porte.poles())::uuid[]) and (a.organisme_id = (select porte.organisme())
     or exists (select from ressources.volume x where x.organisme_id = (select porte.organisme()) and x.achat_organisme_id = a.organisme_id
       and x.achat_id = a.id and x.quantite > 0))
   order by o.nom;
end;
comment on function porte.achat_volumes is 'Ce que chacune prendrait d’un achat, une fois les volumes clos.';
grant execute on function porte.achat_volumes to coforme_app;
