set local role coforme_porte;

create or replace function porte.vivier_savoir(p_id uuid, p_intitule text, p_nsf text, p_niveau text, p_genre text, p_preuve text, p_preuve_le date) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare f uuid;
begin
  select x.id into f from mutualisation.fiche x where x.organisme_id = porte.organisme() and x.compte_id = porte.personne() for update;
  if not found or porte.par_lien() then return 'refuse'; end if;
  -- Permis : borne d’une fiche.
  if (select count(*) from mutualisation.competence c where c.organisme_id = porte.organisme() and c.fiche_id = f) >= 60 then return 'trop'; end if;
  insert into mutualisation.competence (organisme_id, id, fiche_id, intitule, nsf, niveau, preuve_genre, preuve, preuve_le)
    values (porte.organisme(), p_id, f, p_intitule, p_nsf, p_niveau, p_genre, p_preuve, p_preuve_le) on conflict do nothing;
  return case when found then 'ajoutee' else 'deja' end;
end $$;
comment on function porte.vivier_savoir is 'Ajoute une compétence à sa propre fiche.';
grant execute on function porte.vivier_savoir to coforme_app;
