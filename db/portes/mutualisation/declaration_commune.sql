set local role coforme_porte;

create or replace function porte.declaration_commune(p_organisme uuid, p_nda text) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return exists (select from mutualisation.membre_commun m join organisme.organisme o
      on o.organisme_id = case p_organisme when m.membre_id then m.organisme_id else m.membre_id end
    where p_organisme in (m.membre_id, m.organisme_id) and m.etat = 'membre' and o.nda = p_nda);
end $$;
comment on function porte.declaration_commune is 'Ce numéro est celui d’un organisme commun dont cette coopérative est membre ; ou, organisme commun, d’une de ses membres.';
revoke execute on function porte.declaration_commune from public;
