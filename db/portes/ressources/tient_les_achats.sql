set local role coforme_porte;

create or replace function porte.tient_les_achats() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return porte.personne() is not null and not porte.par_lien() and porte.tient_partout(app.liste('roles-des-achats'));
end $$;
comment on function porte.tient_les_achats is 'La personne de la transaction engage sa coopérative dans un achat (« achats.tenir »).';
revoke execute on function porte.tient_les_achats from public;
