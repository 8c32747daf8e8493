set local role coforme_porte;

create or replace function porte.garder_brouillon(p_cle text, p_valeurs jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme(); p uuid := porte.personne();
begin
  if o is null or p is null then
    raise exception 'Un brouillon appartient à une personne, dans un organisme.' using errcode = '42501';
  end if;
  insert into plateforme.brouillon (organisme_id, personne_id, cle, valeurs) values (o, p, p_cle, p_valeurs)
    on conflict (organisme_id, personne_id, cle) do update set valeurs = excluded.valeurs, garde_le = now();
  -- Borné : les plus anciens d'une personne laissent la place.
  delete from plateforme.brouillon b where b.organisme_id = o and b.personne_id = p and b.cle in (
    select x.cle from plateforme.brouillon x where x.organisme_id = o and x.personne_id = p
      order by x.garde_le desc, x.cle offset 100);
end $$;
grant execute on function porte.garder_brouillon to coforme_app;
