set local role coforme_porte;

-- Le numéro ôté après la fiche, ou la fiche d’avant l’entrée : ce qu’elle garde ne s’affiche plus. Qui a son numéro n’est pas cherchée plus loin.
create or replace function porte.certificat_affiche(p_organisme uuid, p_nda text, p_qualiopi text[]) returns text[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select case when p_nda is null and cardinality(p_qualiopi) > 0 and porte.certificat_commun(p_organisme) then '{}'::text[] else p_qualiopi end;
end;
comment on function porte.certificat_affiche is 'Ce que l’annuaire dit de la certification d’une coopérative : rien, si le certificat est celui d’un organisme commun.';
revoke execute on function porte.certificat_affiche from public;
