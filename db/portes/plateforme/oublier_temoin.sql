set local role coforme_porte;

-- Une restauration rend à la base ses clés d'origine : le témoin de l'instance vide n'a plus lieu d'être.
create or replace function porte.oublier_temoin() returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from plateforme.temoin;
end $$;
grant execute on function porte.oublier_temoin to coforme_maintenance;
