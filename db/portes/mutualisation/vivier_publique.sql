set local role coforme_porte;

-- Sans compte, et de son seul accord, au texte d’aujourd’hui ; tant qu’elle est membre de sa coopérative. Ni adresse, ni plancher, ni demi-journées, ni retours.
create or replace function porte.vivier_publique(p_fiche uuid)
returns table (cooperative text, nom text, accroche text, base text, rayon integer, territoire text, modalites text[], publics text, langues text, delai integer,
  preparation text, journee text, relue_le timestamptz, competences jsonb)
language sql stable security definer set search_path = ''
begin atomic
  select o.nom, trim(k.prenom || ' ' || k.nom), f.accroche, f.base, f.rayon_km, f.territoire, f.modalites, f.publics, f.langues, f.delai_jours, f.preparation,
      f.journee_min, f.relue_le,
      coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'intitule', c.intitule, 'nsf', c.nsf, 'niveau', c.niveau, 'genre', c.preuve_genre,
        'preuve', c.preuve, 'le', c.preuve_le) order by c.preuve_genre = 'declare', c.intitule, c.id)
        from mutualisation.competence c where c.organisme_id = f.organisme_id and c.fiche_id = f.id), '[]')
    from mutualisation.fiche f
    join organisme.organisme o on o.organisme_id = f.organisme_id
    join compte.compte k on k.id = f.compte_id
   where f.id = p_fiche and porte.vivier_accepte(f.organisme_id, f.compte_id, 'publique') and porte.vivier_membre(f.organisme_id, f.compte_id);
end;
comment on function porte.vivier_publique is 'La fiche qu’une personne du vivier rend publique, sans compte.';
grant execute on function porte.vivier_publique to coforme_app;
