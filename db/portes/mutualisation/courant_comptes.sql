set local role coforme_porte;

-- Qui a un compte, qui accepte que les soldes se lisent, qui a signé l’arrêté en cours : rien d’un montant.
create or replace function porte.courant_comptes(p_pole uuid)
returns table (organisme uuid, nom text, montre boolean, signe boolean)
language sql stable security definer set search_path = ''
begin atomic
  select c.organisme_id, o.nom,
      exists (select from mutualisation.accord_soldes s where s.pole_id = c.pole_id and s.organisme_id = c.organisme_id and s.retire_le is null),
      exists (select from mutualisation.releve_signe r join mutualisation.arrete a on a.pole_id = r.pole_id and a.id = r.arrete_id and a.compense_le is null
        where r.pole_id = c.pole_id and r.organisme_id = c.organisme_id)
    from mutualisation.compte c join organisme.organisme o on o.organisme_id = c.organisme_id
   where c.pole_id = p_pole and (select porte.courant_lit()) and p_pole = any ((select porte.poles())::uuid[])
     and porte.courant_membre(c.pole_id, c.organisme_id)
   order by o.nom, c.organisme_id;
end;
comment on function porte.courant_comptes is 'Les coopératives qui ont un compte dans un pôle, pour ses membres.';
grant execute on function porte.courant_comptes to coforme_app;
