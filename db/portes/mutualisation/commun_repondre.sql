set local role coforme_porte;

-- Oui vaut pour le texte que la direction a lu : son rang le dit. Une version d’après se réaccepte par la même porte.
create or replace function porte.commun_repondre(p_id uuid, p_oui boolean, p_rang integer, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  m mutualisation.membre_commun;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) then return 'refuse'; end if;
  select * into m from mutualisation.membre_commun x where x.membre_id = moi and x.id = p_id for update;
  if not found then return 'introuvable'; end if;
  if m.etat not in ('invite', 'membre') then return m.etat; end if;
  if not p_oui then
    if m.etat = 'membre' then return 'membre'; end if;
    update mutualisation.membre_commun x set etat = 'refuse', repondu_le = p_le, repondu_par = porte.personne(), fini_le = p_le, fini_par = porte.personne()
      where x.organisme_id = m.organisme_id and x.id = p_id;
    return 'refuse-dit';
  end if;
  -- Un numéro qui s’écrit au même instant, d’un côté ou de l’autre, attend (`garder_declaration`) ; le même ordre pour toutes.
  perform pg_advisory_xact_lock(4820, least(hashtext(moi::text), hashtext(m.organisme_id::text)));
  perform pg_advisory_xact_lock(4820, greatest(hashtext(moi::text), hashtext(m.organisme_id::text)));
  if p_rang is distinct from (select max(r.rang) from mutualisation.regle_commune r where r.organisme_id = m.organisme_id) then return 'autre-texte'; end if;
  if exists (select from mutualisation.regle_commune r where r.organisme_id = moi) then return 'cascade'; end if;
  if exists (select from organisme.organisme a join organisme.organisme b on b.nda = a.nda where a.organisme_id = moi and b.organisme_id = m.organisme_id) then
    return 'declaration';
  end if;
  -- Un groupement d’employeurs n’a pas de certificat. Sans déclaration à elle, la certification que sa fiche d’annuaire affiche ne pourrait être que la sienne.
  if exists (select from organisme.organisme o join portail.fiche f on f.organisme_id = o.organisme_id where o.organisme_id = moi and o.nda is null
      and cardinality(f.qualiopi) > 0)
    and exists (select from mutualisation.regle_commune r where r.organisme_id = m.organisme_id and r.rang = p_rang and r.forme = 'organisme') then return 'certificat'; end if;
  update mutualisation.membre_commun x set etat = 'membre', rang_accepte = p_rang, repondu_le = p_le, repondu_par = porte.personne()
    where x.organisme_id = m.organisme_id and x.id = p_id;
  return 'membre-dit';
end $$;
comment on function porte.commun_repondre is 'La direction d’une coopérative accepte d’être membre d’un organisme commun, au texte qu’elle a lu, ou refuse.';
grant execute on function porte.commun_repondre to coforme_app;
