set local role coforme_porte;

-- L'objet du lien, pris une fois, dans la transaction que ce lien a ouverte : le geste et le lien vont ensemble.
create or replace function porte.consommer_lien(p_jeton bytea) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid;
begin
  select p.objet into o from porte.lien_valable(p_jeton) v, porte.prendre_lien(p_jeton, v.usage) p
   where v.organisme = porte.organisme() and v.usage in ('emargement', 'signature');
  return o;
end $$;
grant execute on function porte.consommer_lien to coforme_app;
