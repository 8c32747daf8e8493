set local role coforme_porte;

create or replace function porte.vivier_effacer() returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() then return 'refuse'; end if;
  update mutualisation.consentement c set retire_le = greatest(porte.present(), c.le) where c.organisme_id = porte.organisme() and c.compte_id = porte.personne() and c.retire_le is null;
  delete from mutualisation.reponse r where r.organisme_id = porte.organisme() and r.compte_id = porte.personne()
    and not exists (select from mutualisation.mission m where m.organisme_id = r.organisme_id and m.reponse_id = r.id);
  delete from mutualisation.fiche f where f.organisme_id = porte.organisme() and f.compte_id = porte.personne();
  return case when found then 'effacee' else 'introuvable' end;
end $$;
comment on function porte.vivier_effacer is 'Efface sa fiche, ses compétences, ses demandes, les réponses qu’aucune mission n’a suivies, et retire ses accords.';
grant execute on function porte.vivier_effacer to coforme_app;
