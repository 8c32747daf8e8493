set local role coforme_porte;

-- L’invitation est muette : déjà d’un autre dossier ou non, celle qui invite lit la même chose. Elle ne va qu’à une coopérative qui s’est nommée.
create or replace function porte.groupement_inviter(p_id uuid, p_organisme uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_id = any (porte.mandats()) then return 'refuse'; end if;
  if not p_id = any (porte.groupements_ouverts()) then return 'ferme'; end if;
  if not exists (select from marches.nommee n join marches.groupement g on g.lot = n.lot
      where g.groupement_id = p_id and n.organisme_id = porte.organisme() and n.avec_id = p_organisme) then
    return 'refuse';
  end if;
  insert into marches.membre (groupement_id, organisme_id, lot, invite_le)
    select p_id, p_organisme, g.lot, p_le from marches.groupement g where g.groupement_id = p_id on conflict do nothing;
  return 'invitee';
end $$;
grant execute on function porte.groupement_inviter to coforme_app;
