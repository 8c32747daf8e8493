set local role coforme_porte;

-- La personne seule. Avant d’avoir servi : les pièces ne sont plus là. Après : ce que demande l’audit de la mission reste, jusqu’à son terme.
create or replace function porte.remise_retirer(p_id uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  r mutualisation.remise;
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null or porte.par_lien() then return 'refuse'; end if;
  select * into r from mutualisation.remise x where x.organisme_id = ici and x.id = p_id and x.compte_id = porte.personne() for update;
  if not found then return 'introuvable'; end if;
  if r.retiree_le is not null then return 'retire'; end if;
  update mutualisation.remise x set retiree_le = greatest(p_le, r.remise_le) where x.organisme_id = ici and x.id = p_id;
  if r.employee_le is not null then return 'garde'; end if;
  delete from mutualisation.remise_piece x where x.organisme_id = ici and x.remise_id = p_id;
  return 'retire';
end $$;
comment on function porte.remise_retirer is 'La personne reprend son accord : le dossier qui n’a pas servi s’efface à l’instant.';
grant execute on function porte.remise_retirer to coforme_app;
