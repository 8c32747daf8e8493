set local role coforme_porte;

create or replace function porte.courant_soldes(p_pole uuid)
returns table (organisme uuid, nom text, donne bigint, recu bigint, plafond bigint)
language sql stable security definer set search_path = ''
begin atomic
  select c.organisme_id, o.nom, c.avoir, c.doit, c.plafond_centimes
    from mutualisation.compte c join organisme.organisme o on o.organisme_id = c.organisme_id
   where c.pole_id = p_pole and porte.courant_membre(c.pole_id, c.organisme_id) and (select porte.courant_lit()) and p_pole = any ((select porte.poles())::uuid[])
     and not exists (select from mutualisation.compte k where k.pole_id = p_pole
       and (porte.courant_membre(k.pole_id, k.organisme_id) or k.avoir <> k.doit) and not exists (select from mutualisation.accord_soldes a
       where a.pole_id = k.pole_id and a.organisme_id = k.organisme_id and a.retire_le is null))
   order by c.avoir - c.doit desc, o.nom;
end;
comment on function porte.courant_soldes is 'Les soldes du pôle, pour ses membres, si toutes l’acceptent à l’instant de lire ; sinon, rien.';
grant execute on function porte.courant_soldes to coforme_app;
