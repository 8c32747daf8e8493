set local role coforme_porte;

-- Jusqu'à quand la coopérative accepte qu'on vienne l'assister ; rien : elle ne l'accepte pas. « regle » : qui demande peut en décider.
create or replace function porte.accord_d_assistance() returns table (jusqua timestamptz, regle boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.organisme() is null or porte.par_lien() then return; end if;
  return query select (select x.expire_le from support.accord x where x.organisme_id = porte.organisme() and x.expire_le > porte.present()),
    porte.personne() is not null and porte.administre_ici();
end $$;
comment on function porte.accord_d_assistance is 'L’accord en cours de la coopérative à une visite d’assistance, et si la personne en décide.';
grant execute on function porte.accord_d_assistance to coforme_app;
