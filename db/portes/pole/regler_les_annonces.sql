set local role coforme_porte;

create or replace function porte.regler_les_annonces(p_jours integer, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance règle combien de temps se montre une annonce.' using errcode = '42501';
  end if;
  insert into pole.reglage (signatures, annonce_jours, modifie_le) values (porte.signatures_d_un_pole(), p_jours, p_le)
    on conflict (seul) do update set annonce_jours = excluded.annonce_jours, modifie_le = excluded.modifie_le;
  return true;
end $$;
grant execute on function porte.regler_les_annonces to coforme_app;
