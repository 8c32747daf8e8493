set local role coforme_porte;

-- Chaque direction signe le texte qu’elle a lu : son empreinte le dit. La seconde signature rend la mission ferme.
create or replace function porte.mission_signer(p_id uuid, p_empreinte bytea, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  m mutualisation.mission;
  moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-signent')) then return 'refuse'; end if;
  select * into m from mutualisation.mission x where x.id = p_id and moi in (x.organisme_id, x.de_organisme_id) for update;
  if not found then return 'introuvable'; end if;
  if m.etat <> 'option' then return m.etat; end if;
  if m.expire_le <= p_le then return 'expiree'; end if;
  if m.visa_coop_le is null or m.empreinte is null then return 'sans-visa'; end if;
  if p_empreinte is distinct from m.empreinte then return 'autre-texte'; end if;
  if moi = m.de_organisme_id then
    m.signe_recoit_le := coalesce(m.signe_recoit_le, p_le);
    m.signe_recoit_par := coalesce(m.signe_recoit_par, porte.personne());
  else
    m.signe_envoie_le := coalesce(m.signe_envoie_le, p_le);
    m.signe_envoie_par := coalesce(m.signe_envoie_par, porte.personne());
  end if;
  update mutualisation.mission x set signe_recoit_le = m.signe_recoit_le, signe_recoit_par = m.signe_recoit_par, signe_envoie_le = m.signe_envoie_le,
      signe_envoie_par = m.signe_envoie_par
    where x.organisme_id = m.organisme_id and x.id = p_id;
  if m.signe_recoit_le is null or m.signe_envoie_le is null then return 'signee'; end if;
  update mutualisation.mission x set etat = 'ferme', ferme_le = p_le where x.organisme_id = m.organisme_id and x.id = p_id;
  return 'ferme-signee';
end $$;
comment on function porte.mission_signer is 'La direction de l’une des deux coopératives signe le contrat ; signé des deux, la mission est ferme.';
grant execute on function porte.mission_signer to coforme_app;
