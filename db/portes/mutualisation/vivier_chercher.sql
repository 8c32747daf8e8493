set local role coforme_porte;

-- Le contact et le plancher : à la coopérative que la personne a acceptée, et à elle-même.
create or replace function porte.vivier_chercher(p_fiche uuid)
returns table (fiche uuid, organisme uuid, cooperative text, nom text, accroche text, base text, rayon integer, territoire text, modalites text[],
  publics text, langues text, delai integer, preparation text, journee text, relue_le timestamptz, competences jsonb, montre_libre boolean, contact text,
  plancher bigint, demande text)
language sql stable security definer set search_path = ''
begin atomic
  select f.id, f.organisme_id, o.nom, trim(k.prenom || ' ' || k.nom), f.accroche, f.base, f.rayon_km, f.territoire, f.modalites, f.publics, f.langues,
      f.delai_jours, f.preparation, f.journee_min, f.relue_le,
      coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'intitule', c.intitule, 'nsf', c.nsf, 'niveau', c.niveau, 'genre', c.preuve_genre,
        'preuve', c.preuve, 'le', c.preuve_le) order by c.preuve_genre = 'declare', c.intitule, c.id)
        from mutualisation.competence c where c.organisme_id = f.organisme_id and c.fiche_id = f.id), '[]'),
      porte.vivier_accepte(f.organisme_id, f.compte_id, 'disponibilites'),
      case when d.reponse = 'acceptee' then k.courriel end,
      case when d.reponse = 'acceptee' and porte.vivier_accepte(f.organisme_id, f.compte_id, 'plancher') then f.plancher_centimes end,
      case when d.id is null then null else coalesce(d.reponse, 'posee') end
    from porte.vivier_visibles() f
    join organisme.organisme o on o.organisme_id = f.organisme_id
    join compte.compte k on k.id = f.compte_id
    left join lateral (select x.id, x.reponse from mutualisation.prise_de_contact x where x.organisme_id = f.organisme_id and x.fiche_id = f.id
      and x.de_organisme_id = (select porte.organisme()) order by x.faite_le desc limit 1) d on true
   where p_fiche is null or f.id = p_fiche;
end;
comment on function porte.vivier_chercher is 'Les fiches du vivier qui se voient d’ici, ou l’une d’elles.';
grant execute on function porte.vivier_chercher to coforme_app;
