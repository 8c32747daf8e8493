set local role coforme_porte;

create or replace function porte.a_deux(p_genre text, p_montant bigint) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return exists (select from cae.seuil s where s.organisme_id = porte.organisme() and s.genre = p_genre and (p_montant is null or p_montant > s.montant_centimes));
end $$;
comment on function porte.a_deux is 'Vrai si une pièce de ce genre et de ce montant (centimes hors taxes) attend le visa de deux personnes ; un montant qui ne se lit pas aussi.';
revoke execute on function porte.a_deux from public;
