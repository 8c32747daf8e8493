set local role coforme_porte;

-- Qui lit le dossier, nommément, de chaque coopérative.
create or replace function porte.acces_du_groupement(p_id uuid)
returns table (organisme_id uuid, compte_id uuid, nom text, du timestamptz, retire_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select a.organisme_id, a.compte_id, c.prenom || ' ' || c.nom, a.du, a.retire_le
    from marches.acces a join compte.compte c on c.id = a.compte_id
   where a.groupement_id = p_id and a.groupement_id = any ((select porte.groupements())::uuid[]) and a.du is not null
   order by a.du;
end;
grant execute on function porte.acces_du_groupement to coforme_app;
