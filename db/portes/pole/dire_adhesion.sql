set local role coforme_porte;

-- Sans texte : ce qui est dit vaut toujours, et repart pour un tour. Ce qu'une personne change n'est que le dit de sa coopérative.
create or replace function porte.dire_adhesion(p_pole uuid, p_cherche text, p_propose text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null or porte.par_lien() or not p_pole = any (porte.poles()) then return false; end if;
  update pole.adhesion set cherche = coalesce(p_cherche, cherche), propose = coalesce(p_propose, propose), dit_le = p_le
   where pole_id = p_pole and organisme_id = porte.organisme() and etat = 'active';
  return found;
end $$;
comment on function porte.dire_adhesion is 'Change, ou confirme, ce que l’organisme de la transaction cherche et propose dans un pôle dont il est.';
grant execute on function porte.dire_adhesion to coforme_app;
