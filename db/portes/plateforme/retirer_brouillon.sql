set local role coforme_porte;

create or replace function porte.retirer_brouillon(p_cle text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from plateforme.brouillon b
    where b.organisme_id = porte.organisme() and b.personne_id = porte.personne() and b.cle = p_cle;
end $$;
grant execute on function porte.retirer_brouillon to coforme_app;
