set local role coforme_porte;

-- Ce qu’une mission à venir demande de revoir, à qui la lit (`porte.missions`). « partie » : la personne n’est plus de sa coopérative, et la mission tient ; aux
-- deux. « hors-heures » : qui reçoit lui confie une demi-journée à venir, hors des heures de ses missions, et sa fiche ne dit pas à quel autre titre ; aux deux,
-- sans dire quand. « sans-dossier » : aucun dossier ne s’ouvre chez qui reçoit, d’une option vive aussi, et depuis quand il est demandé ; à qui reçoit, et à
-- la personne s’il l’est.
create or replace function porte.missions_a_revoir(p_le timestamptz)
returns table (mission uuid, quoi text, le timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  qui uuid := porte.personne();
  choisit boolean := porte.tient_partout(app.liste('roles-des-appels'));
  vise boolean := porte.tient_partout(app.liste('roles-qui-visent'));
  jour date;
begin
  p_le := porte.heure(p_le);
  jour := (p_le at time zone 'Europe/Paris')::date;
  if ici is null or qui is null or porte.par_lien() then return; end if;
  return query with m as (
    select x.*, x.de_organisme_id = ici and choisit as recoit, x.organisme_id = ici and x.compte_id = qui as elle from mutualisation.mission x
     where ici in (x.organisme_id, x.de_organisme_id) and x.etat = any (app.liste('missions-qui-tiennent-l-heure')) and upper(x.creneaux) > p_le
       and (x.etat <> 'option' or x.expire_le > p_le)
       and ((x.de_organisme_id = ici and choisit) or (x.organisme_id = ici and (x.compte_id = qui or choisit or vise))))
    select m.id, 'partie', null::timestamptz from m where not exists (select from compte.adhesion a join compte.compte k on k.id = a.compte_id and k.ferme_le is null
      where a.organisme_id = m.organisme_id and a.compte_id = m.compte_id and a.acceptee_le is not null and a.du <= jour and (a.au is null or a.au >= jour))
    union all
    select m.id, 'hors-heures', null from m where m.etat = 'ferme' and m.fiche_recoit_id is not null and exists (
      select from sessions.affectation a join sessions.seance x on x.organisme_id = a.organisme_id and x.id = a.seance_id and x.tenue and x.debut > p_le
       where a.organisme_id = m.de_organisme_id and a.personne_id = any (porte.fiches_reunies(m.de_organisme_id, m.fiche_recoit_id))
         and not exists (select from mutualisation.mission y where y.de_organisme_id = m.de_organisme_id and y.organisme_id = m.organisme_id and y.compte_id = m.compte_id
           and y.etat = any (app.liste('missions-confiees')) and y.creneaux @> tstzrange(x.debut, x.fin, '[)'))
         -- Un jour de la mission, son statut est celui de la mission ; un autre jour, celui que la fiche dit est un autre titre.
         and (m.creneaux && tstzrange(x.jour::timestamp at time zone 'Europe/Paris', (x.jour + 1)::timestamp at time zone 'Europe/Paris', '[)')
           or not exists (select from tiers.statut t where t.organisme_id = a.organisme_id and t.personne_id = any (porte.fiches_reunies(a.organisme_id, a.personne_id))
             and t.du <= x.jour and (t.au is null or t.au >= x.jour))))
    union all
    select m.id, 'sans-dossier', m.dossier_demande_le from m where (m.recoit and m.etat <> 'faite' or m.elle and m.dossier_demande_le is not null)
      and not exists (select from mutualisation.remise r where r.organisme_id = m.organisme_id and r.mission_id = m.id and r.effacee_le is null
        and r.jusqu_au >= (upper(m.creneaux) at time zone 'Europe/Paris')::date
        and (r.employee_le is not null or (r.retiree_le is null and porte.vivier_membre(r.organisme_id, r.compte_id))));
end $$;
comment on function porte.missions_a_revoir is 'Ce que les missions à venir demandent de revoir : une personne partie, des heures confiées hors d’elles, un dossier qui manque.';
grant execute on function porte.missions_a_revoir to coforme_app;
