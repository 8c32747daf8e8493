set local role coforme_porte;

-- Ce qui se demande à une autre coopérative, à un prix, engage la sienne : dans une coopérative d’activité, qui le vise seul, sous son plafond, l’engage
-- aussitôt ; sinon la demande attend son visa dans la file. Deux demandes au même instant s’attendent : la seconde compte la première.
create or replace function porte.engager_seul(p_genre text, p_montant bigint) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if coalesce(p_montant, 0) <= 0 or not exists (select from organisme.organisme o where o.organisme_id = porte.organisme() and o.cae) then return null; end if;
  perform pg_advisory_xact_lock(4816, hashtext(porte.organisme()::text));
  if porte.a_deux(p_genre, p_montant) then return 'visa-a-deux'; end if;
  return case when not (select v.permis from porte.visa_de_qui(p_genre, porte.personne(), p_montant) v) then 'visa' end;
end $$;
comment on function porte.engager_seul is 'Rien : la personne peut engager sa coopérative à ce prix, ou celle-ci ne vise rien ; sinon le mot qui dit pourquoi.';
revoke execute on function porte.engager_seul from public;
