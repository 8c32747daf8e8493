set local role coforme_porte;

create or replace function porte.regle_du_commun() returns table (rang integer, texte text, ecrite_le timestamptz, forme text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-lisent-les-echanges')) then return; end if;
  return query select r.rang, r.texte, r.ecrite_le, r.forme from mutualisation.regle_commune r where r.organisme_id = porte.organisme() order by r.rang desc limit 1;
end $$;
comment on function porte.regle_du_commun is 'Qui répond de quoi, si l’on est un organisme commun.';
grant execute on function porte.regle_du_commun to coforme_app;
