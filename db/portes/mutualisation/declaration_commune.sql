set local role coforme_porte;

create or replace function porte.declaration_commune(p_organisme uuid, p_nda text) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return exists (select from mutualisation.membre_commun m join organisme.organisme o on o.organisme_id = m.organisme_id
    where m.membre_id = p_organisme and m.etat = 'membre' and o.nda = p_nda);
end $$;
comment on function porte.declaration_commune is 'Ce numéro est celui d’un organisme commun dont cette coopérative est membre.';
revoke execute on function porte.declaration_commune from public;
