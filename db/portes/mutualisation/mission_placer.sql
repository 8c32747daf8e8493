set local role coforme_porte;

-- La fiche de la personne chez qui reçoit, quand la mission se place dans une session. La base s’en souvient : un nom corrigé ensuite ne la cache pas.
create or replace function porte.mission_placer(p_mission uuid, p_fiche uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels'))
    or not exists (select from tiers.intervenant i where i.organisme_id = porte.organisme() and i.personne_id = p_fiche and i.compte_id is null) then return false; end if;
  update mutualisation.mission m set fiche_recoit_id = p_fiche
   where m.id = p_mission and m.de_organisme_id = porte.organisme() and m.etat = any (app.liste('missions-confiees'));
  return found;
end $$;
comment on function porte.mission_placer is 'Retient la fiche de la personne chez qui la reçoit.';
grant execute on function porte.mission_placer to coforme_app;
