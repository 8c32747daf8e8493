set local role coforme_porte;

-- Ce qu'un lien d'espace ouvre ; aucune ligne s'il ne vaut pas. Exécutable par les portes seules.
create or replace function porte.acces_du_lien(p_jeton bytea)
returns table (organisme_id uuid, acces_id uuid, activite_id uuid, personne_id uuid, genre text, expire_le timestamptz, fiches uuid[])
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    with recursive a as (
      select c.organisme_id, c.id, c.activite_id, c.personne_id, c.genre, l.expire_le as fin from compte.lien l
        join espaces.acces c on c.organisme_id = l.organisme_id and c.id = l.objet_id and c.retire_le is null
        join tiers.personne p on p.organisme_id = c.organisme_id and p.id = c.personne_id and p.effacee_le is null
       where l.jeton = p_jeton and l.usage = 'espace' and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present()),
    f as (
      select a.organisme_id as o, a.personne_id as id from a
      union
      select f.o, x.absorbe_id from f join tiers.fusion x on x.organisme_id = f.o and x.garde_id = f.id and x.defaite_le is null)
    select a.organisme_id, a.id, a.activite_id, a.personne_id, a.genre, a.fin, (select array_agg(f.id) from f) from a;
end $$;
