set local role coforme_porte;

-- « contrat » : à qui reçoit et choisit, qui signe de chaque côté. « avenant » : à qui envoie et vise, la personne et qui signe pour son employeur. Leur
-- nom et leur courriel sont au contrat : ils partent avec lui.
create or replace function porte.mission_signataires(p_mission uuid, p_quoi text)
returns table (cote text, compte uuid, nom text, qualite text, courriel text)
language plpgsql stable security definer set search_path = '' as $$
declare
  m mutualisation.mission;
  moi uuid := porte.organisme();
  prix bigint;
begin
  if porte.par_lien() then return; end if;
  select * into m from mutualisation.mission x where x.id = p_mission and x.etat = 'option' and x.visa_coop_le is not null and case p_quoi
    when 'contrat' then x.de_organisme_id = moi and porte.tient_partout(app.liste('roles-des-appels'))
    when 'avenant' then x.organisme_id = moi and x.forme = 'pret' and porte.tient_partout(app.liste('roles-qui-visent')) end;
  if not found then return; end if;
  select r.prix_centimes into prix from mutualisation.reponse r where r.organisme_id = m.organisme_id and r.id = m.reponse_id;
  if p_quoi = 'contrat' then
    return query (select 'recoit', s.* from porte.signataires_de(m.de_organisme_id, m.forme, prix) s limit 1);
  else
    return query select 'personne', k.id, trim(k.prenom || ' ' || k.nom), 'la personne prêtée', k.courriel from compte.compte k where k.id = m.compte_id;
  end if;
  return query (select 'envoie', s.* from porte.signataires_de(m.organisme_id, m.forme, prix) s limit 1);
end $$;
comment on function porte.mission_signataires is 'Qui signe le contrat d’une mission, ou l’avenant d’un prêt, et où le lui demander.';
grant execute on function porte.mission_signataires to coforme_app;
