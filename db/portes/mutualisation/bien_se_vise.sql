set local role coforme_porte;

-- Une coopérative d’activité vise tout prix qu’elle reçoit, quoi que dise la fiche du bien.
create or replace function porte.bien_se_vise(p_organisme uuid, p_visa boolean, p_prix bigint) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return p_visa or p_prix > 0 and exists (select from organisme.organisme o where o.organisme_id = p_organisme and o.cae);
end $$;
comment on function porte.bien_se_vise is 'Vrai si la coopérative du bien répond à chaque demande : elle l’a dit, ou c’est une coopérative d’activité et le bien a un prix (centimes).';
revoke execute on function porte.bien_se_vise from public;
