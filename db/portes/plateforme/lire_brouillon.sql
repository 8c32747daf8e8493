set local role coforme_porte;

create or replace function porte.lire_brouillon(p_cle text, out valeurs jsonb, out garde_le timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  select b.valeurs, b.garde_le into valeurs, garde_le from plateforme.brouillon b
    where b.organisme_id = porte.organisme() and b.personne_id = porte.personne() and b.cle = p_cle;
end $$;
grant execute on function porte.lire_brouillon to coforme_app;
