set local role coforme_porte;

-- Une coopérative partie, ou qui avait refusé, retrouve la sienne si elle est encore ouverte.
create or replace function porte.commun_enseigne(p_siret text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) then return null; end if;
  return (select m.enseigne_id from mutualisation.membre_commun m
      join organisme.organisme o on o.organisme_id = m.membre_id and o.siret = p_siret
      join organisme.activite a on a.organisme_id = m.organisme_id and a.id = m.enseigne_id and a.fermee_le is null
    where m.organisme_id = porte.organisme() order by m.invite_le desc, m.id limit 1);
end $$;
comment on function porte.commun_enseigne is 'L’enseigne ouverte qu’une coopérative avait déjà dans l’organisme commun.';
grant execute on function porte.commun_enseigne to coforme_app;
