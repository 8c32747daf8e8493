set local role coforme_porte;

create or replace function porte.vivier_mienne()
returns table (fiche uuid, nom text, accroche text, base text, rayon integer, territoire text, modalites text[], publics text, langues text, delai integer,
  preparation text, journee text, plancher bigint, jamais text[], portee text, choisies uuid[], relue_le timestamptz, competences jsonb, accords jsonb, demandes jsonb)
language sql stable security definer set search_path = ''
begin atomic
  select f.id, trim(k.prenom || ' ' || k.nom), f.accroche, f.base, f.rayon_km, f.territoire, f.modalites, f.publics, f.langues, f.delai_jours, f.preparation,
      f.journee_min, f.plancher_centimes, f.jamais, f.portee, f.choisies, f.relue_le,
      coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'intitule', c.intitule, 'nsf', c.nsf, 'niveau', c.niveau, 'genre', c.preuve_genre,
        'preuve', c.preuve, 'le', c.preuve_le) order by c.preuve_genre = 'declare', c.intitule, c.id)
        from mutualisation.competence c where c.organisme_id = f.organisme_id and c.fiche_id = f.id), '[]'),
      coalesce((select jsonb_agg(jsonb_build_object('genre', c.genre, 'version', c.version, 'le', c.le)) from mutualisation.consentement c
        where c.organisme_id = f.organisme_id and c.compte_id = f.compte_id and c.retire_le is null), '[]'),
      coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'cooperative', o.nom, 'qui', trim(q.prenom || ' ' || q.nom), 'message', d.message, 'le', d.faite_le,
        'reponse', d.reponse) order by d.reponse is not null, d.faite_le desc) from mutualisation.prise_de_contact d
        join organisme.organisme o on o.organisme_id = d.de_organisme_id join compte.compte q on q.id = d.de_compte_id
        where d.organisme_id = f.organisme_id and d.fiche_id = f.id), '[]')
    from mutualisation.fiche f join compte.compte k on k.id = f.compte_id
   where f.organisme_id = (select porte.organisme()) and f.compte_id = (select porte.personne());
end;
comment on function porte.vivier_mienne is 'Sa propre fiche, ses accords, qui demande à la joindre.';
grant execute on function porte.vivier_mienne to coforme_app;
