set local role coforme_porte;

-- À la comptabilité de qui reçoit, qui ne lit pas les missions : de qui viendra une facture, pour quoi, de combien. Rien d’autre.
create or replace function porte.missions_a_payer()
returns table (mission uuid, envoyeur text, siret text, objet text, forme text, fin timestamptz, centimes bigint)
language plpgsql stable security definer set search_path = '' as $$
declare ici uuid := porte.organisme();
begin
  if ici is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-lisent-les-factures')) then return; end if;
  return query
    select m.id, o.nom, o.siret, a.objet, m.forme, upper(m.creneaux), coalesce(m.fait_centimes, r.prix_centimes)
      from mutualisation.mission m
      join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
      join mutualisation.appel a on a.organisme_id = r.appel_organisme_id and a.id = r.appel_id
      join organisme.organisme o on o.organisme_id = m.organisme_id
     where m.de_organisme_id = ici and m.etat = any (app.liste('missions-confiees'))
     order by upper(m.creneaux), m.id;
end $$;
comment on function porte.missions_a_payer is 'Ce que les missions reçues coûteront, à qui lit la facturation.';
grant execute on function porte.missions_a_payer to coforme_app;
