set local role coforme_porte;

-- La case de ce lien, lue sous le verrou de la séance puis de la case. Rien si le lien ne vaut pas, si la case n'est pas
-- vierge, ou si l'inscription n'est pas en cours : ces cas-là se lisent sous les murs, par l'application.
create or replace function porte.case_vierge_du_lien(p_jeton bytea)
returns table (organisme text, inscription uuid, personne uuid, prenom text, nom text, seance_id uuid, session_id uuid,
  activite_id uuid, numero text, intitule text, formateur text, formateur_id uuid, lieu text, zone text, sel bytea,
  jour date, demi_journee text, debut_minutes integer, fin_minutes integer, close boolean, affectes jsonb, modalite text, avance_min integer, code_exige boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare v record;
begin
  select l.organisme_id as moi, i.inscription_id, i.seance_id, i.activite_id into v
    from compte.lien l join emargement.invitation i on i.organisme_id = l.organisme_id and i.id = l.objet_id
   where l.jeton = p_jeton and l.usage = 'emargement' and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present();
  if not found then return; end if;
  -- Des expressions, non des requêtes (« perform ») : le verrou se prend sans ouvrir d'exécuteur. Ce qui suit est une instruction
  -- à elle, donc d'un instantané d'après l'attente.
  if pg_advisory_xact_lock_shared(4811, hashtext(v.seance_id::text)) is null then null; end if;
  if pg_advisory_xact_lock(4810, hashtext(v.inscription_id || ' ' || v.seance_id)) is null then null; end if;
  return query
    select o.nom, i.id, p.id, p.prenom, p.nom, se.id, s.id, se.activite_id, s.numero, s.intitule, s.formateur, s.formateur_id,
        coalesce(se.lieu, s.lieu), s.zone, s.sel, se.jour, se.demi_journee, se.debut_minutes, se.fin_minutes,
        exists (select from emargement.cloture c where c.organisme_id = v.moi and c.seance_id = se.id),
        (select coalesce(jsonb_agg(jsonb_build_object('nom', coalesce(q.prenom || ' ' || q.nom, 'autre enseigne'), 'compte', f.compte_id)
            order by q.pli, f.id), '[]')
          from sessions.affectation f
          left join tiers.personne q on q.organisme_id = v.moi and q.id = f.personne_id and q.activite_id = v.activite_id
          where f.organisme_id = v.moi and f.seance_id = se.id), se.modalite,
        emargement.ouvre_avant(v.moi, se.jour), porte.code_exige(v.moi, i.id, se.jour)
      from inscriptions.inscription i
      join tiers.personne p on p.organisme_id = v.moi and p.id = i.personne_id
      join sessions.seance se on se.organisme_id = v.moi and se.id = v.seance_id
      join sessions.session s on s.organisme_id = v.moi and s.id = se.session_id and s.id = i.session_id
      join organisme.organisme o on o.organisme_id = v.moi
     where i.organisme_id = v.moi and i.id = v.inscription_id and i.etat = 'inscrit'
       -- Qui rejoint l'action en cours de route n'a pas de case avant le jour de son arrivée, fût-elle dite après l'envoi du lien.
       and (i.arrivee_le is null or se.jour >= i.arrivee_le) and i.activite_id = v.activite_id and p.activite_id = v.activite_id
       and not exists (select from emargement.signature g where g.organisme_id = v.moi and g.inscription_id = i.id and g.seance_id = v.seance_id)
       and not exists (select from emargement.absence a where a.organisme_id = v.moi and a.inscription_id = i.id and a.seance_id = v.seance_id)
       and not exists (select from emargement.rectification x where x.organisme_id = v.moi and x.inscription_id = i.id and x.seance_id = v.seance_id);
end $$;
comment on function porte.case_vierge_du_lien is 'La case que ce lien signe, sous ses verrous, si rien n’y est encore écrit ; le sel de la session avec elle.';
grant execute on function porte.case_vierge_du_lien to coforme_app;
