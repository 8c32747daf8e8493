set local role coforme_porte;

-- La même chose d’un projet de facture, dans sa version du jour et, émis, pour le montant visé. Un visa d’avant les plafonds n’a pas de montant.
create or replace function porte.projet_vise(p_projet uuid, p_montant bigint) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return exists (select from facturation.visa v join facturation.projet p on p.organisme_id = v.organisme_id and p.id = v.projet_id and p.version = v.version
   where v.organisme_id = porte.organisme() and v.projet_id = p_projet and v.decision = 'accorde'
    and (p_montant is null or v.montant_centimes is null or v.montant_centimes = abs(p_montant))
    and (not v.a_deux or exists (select from cae.suite_de_visa s where s.organisme_id = v.organisme_id and s.visa_facture_id = v.id and s.genre = 'second'))
    and (v.conditions = '' or exists (select from cae.suite_de_visa s where s.organisme_id = v.organisme_id and s.visa_facture_id = v.id and s.genre = 'levee')));
end $$;
comment on function porte.projet_vise is 'Vrai si le visa de ce projet de facture est accordé, vaut, et, si un montant hors taxes (centimes) est dit, le couvre.';
revoke execute on function porte.projet_vise from public;
