set local role coforme_porte;

-- Rien de ce que l’appelant dit ne se croit : son secret désigne la coopérative, et sa relève se demande, une à la fois.
create or replace function porte.appel_de_plateforme(p_secret bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare sienne uuid;
begin
  select p.organisme_id into sienne from facturation.plateforme p where p.appel = sha256(p_secret);
  if sienne is null then return false; end if;
  perform porte.enfiler('facturation.relever-plateforme', jsonb_build_object('organisme', sienne), sienne::text || ':plateforme', null);
  return true;
end $$;
comment on function porte.appel_de_plateforme is 'La plateforme agréée qui tient ce secret a du nouveau : sa relève se demande. Faux si personne ne le tient.';
grant execute on function porte.appel_de_plateforme to coforme_app;
