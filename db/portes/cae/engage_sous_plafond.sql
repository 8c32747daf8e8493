set local role coforme_porte;

-- Ce qui dépend d’un plafond (son cumul, sa révocation) se juge le jour où cela engage : une place dans la file n’engage encore rien, et se vise l’heure revenue.
create or replace function porte.engage_sous_plafond(p_genre text, p_montant bigint) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return coalesce(p_montant, 0) > 0 and exists (select from organisme.organisme o where o.organisme_id = porte.organisme() and o.cae)
    and (select v.plafond_id is not null from porte.visa_de_qui(p_genre, porte.personne(), p_montant) v);
end $$;
comment on function porte.engage_sous_plafond is 'Vrai si la personne n’engagerait sa coopérative à ce prix que sous un plafond, le sien ou celui d’une personne absente.';
revoke execute on function porte.engage_sous_plafond from public;
