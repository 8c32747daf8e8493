set local role coforme_porte;

-- Qui manque de dossier : une demi-journée de cette session tombe dans les heures d’une mission reçue, option vive comprise, la personne de la mission
-- l’anime, et elle n’a remis aucun dossier 21/22 qui vaille ce jour-là ; ni dérogation. Placée par la mission, la personne se reconnaît à sa fiche ; affectée
-- à la main, au nom écrit d’un trait, chez qui n’a pas de compte ici. Quel dossier vaut : `porte.dossier_vaut`.
create or replace function porte.sans_dossier(p_session uuid)
returns table (mission uuid, personne uuid, nom text, envoyeur text, demande_le timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  maintenant timestamptz := porte.present();
begin
  if ici is null or porte.personne() is null or porte.par_lien()
    or not exists (select from mutualisation.mission m where m.de_organisme_id = ici and m.etat = any (app.liste('missions-qui-tiennent-l-heure'))) then
    return;
  end if;
  return query
    select distinct on (m.id, a.personne_id) m.id, a.personne_id, trim(f.prenom || ' ' || f.nom), o.nom, m.dossier_demande_le
      from sessions.session s
      join sessions.seance x on x.organisme_id = s.organisme_id and x.session_id = s.id and x.tenue
      join sessions.affectation a on a.organisme_id = x.organisme_id and a.seance_id = x.id
      join tiers.personne f on f.organisme_id = a.organisme_id and f.id = a.personne_id
      join mutualisation.mission m on m.de_organisme_id = s.organisme_id and m.etat = any (app.liste('missions-qui-tiennent-l-heure'))
        and (m.etat <> 'option' or m.expire_le > maintenant) and m.creneaux && tstzrange(x.debut, x.fin, '[)')
      join compte.compte k on k.id = m.compte_id
      join organisme.organisme o on o.organisme_id = m.organisme_id
     where s.organisme_id = ici and s.id = p_session and (app.toutes_activites() or s.activite_id = any (app.activites()))
       and (m.fiche_recoit_id = any (porte.fiches_reunies(ici, a.personne_id))
         or (a.compte_id is null and app.replier(trim(f.prenom || ' ' || f.nom)) = app.replier(trim(k.prenom || ' ' || k.nom))))
       and not porte.dossier_vaut(m.organisme_id, m.id, x.jour, x.debut)
       and not exists (select from mutualisation.derogation d where d.organisme_id = ici and d.session_id = s.id
         and d.personne_id = any (porte.fiches_reunies(ici, a.personne_id)))
     order by m.id, a.personne_id;
end $$;
comment on function porte.sans_dossier is 'Les personnes prêtées qui animent cette session sans dossier 21/22 remis, ni dérogation.';
grant execute on function porte.sans_dossier to coforme_app;
