set local role coforme_porte;

-- Ce qu’une mission vive, ou qui fut ferme, a suivi reste, sans les mots de la personne ni ceux qui parlent d’elle ; le reste s’efface.
create or replace function porte.vivier_effacer() returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() then return 'refuse'; end if;
  update mutualisation.consentement c set retire_le = greatest(porte.present(), c.le) where c.organisme_id = porte.organisme() and c.compte_id = porte.personne() and c.retire_le is null;
  perform porte.oublier_reponses(porte.organisme(), array[porte.personne()]);
  delete from mutualisation.fiche f where f.organisme_id = porte.organisme() and f.compte_id = porte.personne();
  return case when found then 'effacee' else 'introuvable' end;
end $$;
comment on function porte.vivier_effacer is 'Efface sa fiche, ses compétences, ses demandes, les réponses qu’aucune mission vive, ou ferme un jour, n’a suivies, et retire ses accords.';
grant execute on function porte.vivier_effacer to coforme_app;
