set local role coforme_porte;

create or replace function porte.purger_plateforme() returns table (quoi text, nombre integer)
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  -- Permis : ménage des brouillons.
  delete from plateforme.brouillon where garde_le < now() - interval '90 days';
  get diagnostics n = row_count; quoi := 'brouillons'; nombre := n; return next;
  delete from plateforme.limite where expire_le <= now();
  get diagnostics n = row_count; quoi := 'limites'; nombre := n; return next;
  -- Ce qu'aucun serveur n'a pris en trente jours ne servirait plus à personne.
  -- Permis : ménage des courriels.
  delete from plateforme.courriel where fini_le < now() - interval '30 days' or depose_le < now() - interval '30 days';
  get diagnostics n = row_count; quoi := 'courriels'; nombre := n; return next;
  -- Permis : la durée est celle du témoin, que la base ne pose pas.
  delete from compte.appareil where vu_le < now() - interval '400 days';
  get diagnostics n = row_count; quoi := 'appareils'; nombre := n; return next;
end $$;
grant execute on function porte.purger_plateforme to coforme_worker;
