set local role coforme_porte;

-- La licence de ce dont on part s’hérite, de version en version : d’une copie prise, la base la lit elle-même ; une version qui n’en dit rien garde ce
-- que disait celle d’avant. Le texte de l’attribution vient de l’application. `p_vu` : la dernière version que la page montrait.
create or replace function porte.ressource_verser(p_id uuid, p_ressource uuid, p_vu integer, p_note text, p_auteurs text, p_titulaire text, p_licence text,
  p_d_apres text, p_d_apres_licence text, p_copie uuid, p_tiers text, p_accessibilite text, p_acces text, p_valable_au date, p_sources text, p_nom text,
  p_type text, p_octets bytea, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  r ressources.ressource;
  dernier integer;
  prise record;
  avant record;
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-ressources')) then return 'refuse'; end if;
  select * into r from ressources.ressource x where x.organisme_id = moi and x.id = p_ressource for update;
  if not found or r.retiree_le is not null then return 'introuvable'; end if;
  if not r.pole_id = any (porte.poles()) then return 'refuse'; end if;
  if exists (select from ressources.version v where v.id = p_id) then
    return case when exists (select from ressources.version v where v.organisme_id = moi and v.id = p_id and v.ressource_id = p_ressource) then 'deja'
      else 'refuse' end;
  end if;
  select coalesce(max(v.rang), 0) into dernier from ressources.version v where v.organisme_id = moi and v.ressource_id = p_ressource;
  if dernier <> p_vu then return 'depassee'; end if;
  if p_copie is not null then
    select v.licence, s.pole_id into prise from ressources.copie c
      join ressources.version v on v.organisme_id = c.de_organisme_id and v.id = c.version_id
      join ressources.ressource s on s.organisme_id = v.organisme_id and s.id = v.ressource_id
     where c.organisme_id = moi and c.id = p_copie;
    if not found then return 'introuvable'; end if;
    if prise.licence = 'pole' and prise.pole_id <> r.pole_id then return 'autre-pole'; end if;
    p_d_apres_licence := prise.licence;
  end if;
  if p_d_apres_licence is null then
    select v.d_apres, v.d_apres_licence, v.copie_id into avant from ressources.version v
     where v.organisme_id = moi and v.ressource_id = p_ressource and v.d_apres_licence is not null order by v.rang desc limit 1;
    if found then
      p_d_apres := avant.d_apres;
      p_d_apres_licence := avant.d_apres_licence;
      p_copie := avant.copie_id;
    end if;
  end if;
  if p_copie is null and exists (select from ressources.copie c join ressources.version v on v.organisme_id = c.de_organisme_id and v.id = c.version_id
      where c.organisme_id = moi and v.empreinte = sha256(p_octets)) then return 'copie-tue'; end if;
  if exists (select from ressources.version v where v.organisme_id = moi and v.ressource_id = p_ressource and v.d_apres_licence is not null
      and not (v.d_apres_licence || ' > ' || p_licence) = any (app.liste('licences-heritees'))) then return 'heritage'; end if;
  if p_d_apres_licence is not null and not (p_d_apres_licence || ' > ' || p_licence) = any (app.liste('licences-heritees')) then return 'heritage'; end if;
  insert into ressources.version (organisme_id, id, ressource_id, rang, note, auteurs, titulaire, licence, d_apres, d_apres_licence, copie_id, tiers,
      accessibilite, acces, valable_au, sources, fichier_nom, fichier_type, taille, empreinte, octets, le, par)
    values (moi, p_id, p_ressource, dernier + 1, p_note, p_auteurs, p_titulaire, p_licence, p_d_apres, p_d_apres_licence, p_copie, p_tiers, p_accessibilite,
      p_acces, p_valable_au, p_sources, p_nom, p_type, octet_length(p_octets), sha256(p_octets), p_octets, porte.heure(p_le), porte.personne());
  return 'versee';
end $$;
comment on function porte.ressource_verser is 'Ajoute une version à un document mis en commun.';
grant execute on function porte.ressource_verser to coforme_app;
