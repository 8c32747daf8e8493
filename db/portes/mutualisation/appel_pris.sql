set local role coforme_porte;

-- Les dates d’un appel où la personne est déjà prise, fermement ou en option : à elle-même, et à qui répond pour elle dans sa coopérative.
create or replace function porte.appel_pris(p_appel uuid, p_fiche uuid) returns integer[]
language plpgsql stable security definer set search_path = '' as $$
declare qui uuid; ou uuid;
begin
  select f.compte_id into qui from mutualisation.fiche f where f.organisme_id = porte.organisme() and f.id = p_fiche
    and not porte.par_lien() and (f.compte_id = porte.personne() or porte.tient_partout(app.liste('roles-des-appels')));
  select a.organisme_id into ou from porte.appels_visibles() a where a.id = p_appel;
  if qui is null or ou is null then return '{}'; end if;
  return array(select d.rang from mutualisation.appel_date d where d.organisme_id = ou and d.appel_id = p_appel
    and exists (select from sessions.occupation o where o.genre = 'personne' and o.cle = qui
      and o.creneau && porte.creneaux_de_l_appel(ou, p_appel, d.rang) and (o.expire_le is null or o.expire_le > porte.present())) order by 1);
end $$;
comment on function porte.appel_pris is 'Les dates d’un appel où cette personne de sa coopérative est déjà prise.';
grant execute on function porte.appel_pris to coforme_app;
