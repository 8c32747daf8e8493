set local role coforme_porte;

-- Qui pourrait y venir sans dossier : une demi-journée de cette session tombe dans les heures d’une mission reçue et signée, et la personne de la mission n’y est
-- pas encore affectée. Sa fiche d’ici, si on la connaît ; ce qui l’en dispense déjà, non. Une mission est à toute la coopérative : qui ne vise qu’une enseigne n’en lit rien.
create or replace function porte.a_venir_sans_dossier(p_session uuid)
returns table (mission uuid, fiche uuid, prenom text, famille text, envoyeur text)
language plpgsql stable security definer set search_path = '' as $$
declare ici uuid := porte.organisme();
begin
  if ici is null or porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-visent')) then return; end if;
  return query
    select distinct on (m.id) m.id, m.fiche_recoit_id, k.prenom, k.nom, o.nom
      from sessions.session s
      join sessions.seance x on x.organisme_id = s.organisme_id and x.session_id = s.id and x.tenue
      join mutualisation.mission m on m.de_organisme_id = s.organisme_id and m.etat = any (app.liste('missions-confiees'))
        and m.creneaux && tstzrange(x.debut, x.fin, '[)')
      join compte.compte k on k.id = m.compte_id
      join organisme.organisme o on o.organisme_id = m.organisme_id
     where s.organisme_id = ici and s.id = p_session and (app.toutes_activites() or s.activite_id = any (app.activites()))
       and not porte.dossier_vaut(m.organisme_id, m.id, x.jour, x.debut)
       and not exists (select from porte.sans_dossier(p_session) d where d.mission = m.id)
       and not exists (select from mutualisation.derogation d join tiers.personne f on f.organisme_id = d.organisme_id and f.id = d.personne_id
         where d.organisme_id = ici and d.session_id = s.id
         and (d.personne_id = any (porte.fiches_reunies(ici, m.fiche_recoit_id))
           or app.replier(trim(f.prenom || ' ' || f.nom)) = app.replier(trim(k.prenom || ' ' || k.nom))))
     order by m.id;
end $$;
comment on function porte.a_venir_sans_dossier is 'Les personnes de missions reçues aux heures de cette session, non encore affectées, sans dossier 21/22 ni dérogation.';
grant execute on function porte.a_venir_sans_dossier to coforme_app;
