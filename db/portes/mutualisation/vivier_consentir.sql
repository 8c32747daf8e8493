set local role coforme_porte;

-- La personne seule ; et au texte qu’elle a lu : s’il a changé depuis, elle le relit. Retiré, l’accord ne vaut plus à l’instruction suivante.
create or replace function porte.vivier_consentir(p_genre text, p_version integer, p_oui boolean, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if moi is null or porte.par_lien() or not exists (select from mutualisation.fiche f where f.organisme_id = porte.organisme() and f.compte_id = moi) then
    return 'refuse';
  end if;
  -- Retirer reste ouvert à qui n’a plus le rôle d’écrire une fiche.
  if p_oui and not porte.tient(app.liste('roles-des-fiches-du-vivier')) then return 'refuse'; end if;
  if p_oui and app.version_du_terme(p_genre) is distinct from p_version then return 'texte'; end if;
  update mutualisation.consentement c set retire_le = greatest(p_le, c.le) where c.organisme_id = porte.organisme() and c.compte_id = moi and c.genre = p_genre
    and c.retire_le is null and not (p_oui and c.version = p_version);
  if p_oui then
    insert into mutualisation.consentement (organisme_id, compte_id, genre, version, le) values (porte.organisme(), moi, p_genre, p_version, p_le)
      on conflict do nothing;
  end if;
  return 'dit';
end $$;
comment on function porte.vivier_consentir is 'Accepte un partage, au texte lu, ou le retire.';
grant execute on function porte.vivier_consentir to coforme_app;
