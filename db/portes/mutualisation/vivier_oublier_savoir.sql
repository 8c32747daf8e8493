set local role coforme_porte;

create or replace function porte.vivier_oublier_savoir(p_id uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from mutualisation.competence c using mutualisation.fiche f where c.organisme_id = porte.organisme() and c.id = p_id
    and f.organisme_id = c.organisme_id and f.id = c.fiche_id and f.compte_id = porte.personne() and not porte.par_lien();
  return case when found then 'otee' else 'introuvable' end;
end $$;
comment on function porte.vivier_oublier_savoir is 'Ôte une compétence de sa propre fiche.';
grant execute on function porte.vivier_oublier_savoir to coforme_app;
