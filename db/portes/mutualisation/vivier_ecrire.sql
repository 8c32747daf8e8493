set local role coforme_porte;

-- Écrire sa fiche ne la montre à personne : un accord le fait.
create or replace function porte.vivier_ecrire(p_id uuid, p_accroche text, p_base text, p_rayon integer, p_territoire text, p_modalites text[], p_publics text,
  p_langues text, p_delai integer, p_preparation text, p_journee text, p_plancher bigint, p_jamais text[], p_portee text, p_choisies uuid[],
  p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient(app.liste('roles-des-fiches-du-vivier')) then return 'refuse'; end if;
  -- L’identifiant vient de la page : celui de la fiche d’une autre personne ne devient pas le sien.
  if exists (select from mutualisation.fiche f where f.id = p_id and (f.organisme_id, f.compte_id) is distinct from (porte.organisme(), porte.personne())) then
    return 'refuse';
  end if;
  insert into mutualisation.fiche (organisme_id, id, compte_id, accroche, base, rayon_km, territoire, modalites, publics, langues, delai_jours, preparation,
      journee_min, plancher_centimes, jamais, portee, choisies, relue_le)
    values (porte.organisme(), p_id, porte.personne(), p_accroche, p_base, p_rayon, p_territoire, p_modalites, p_publics, p_langues, p_delai, p_preparation,
      p_journee, p_plancher, p_jamais, p_portee, p_choisies, p_le)
    on conflict (organisme_id, compte_id) do update set accroche = excluded.accroche, base = excluded.base, rayon_km = excluded.rayon_km,
      territoire = excluded.territoire, modalites = excluded.modalites, publics = excluded.publics, langues = excluded.langues,
      delai_jours = excluded.delai_jours, preparation = excluded.preparation, journee_min = excluded.journee_min,
      plancher_centimes = excluded.plancher_centimes, jamais = excluded.jamais, portee = excluded.portee, choisies = excluded.choisies,
      relue_le = excluded.relue_le;
  return 'ecrite';
end $$;
comment on function porte.vivier_ecrire is 'Écrit sa propre fiche du vivier, ou la relit.';
grant execute on function porte.vivier_ecrire to coforme_app;
