-- Signer par son lien sans sceller la transaction. Les deux portes prenaient leur droit d'un sceau que « ouvrir_lien » venait
-- de poser contre le même jeton, et le vérifiaient quatre fois : elles le prennent du jeton lui-même. Un aller-retour et six
-- calculs d'empreinte de moins ; ce qu'elles permettent est inchangé, et rien d'autre ne se lit derrière elles.
-- Mesuré : voir l'ADR 0009.
set local role coforme_porte;

drop function porte.case_vierge_du_lien();
drop function porte.signer_par_lien(bytea, uuid, uuid, timestamptz, timestamptz, bytea, text, text, text[], bytea[], text[]);

-- La case de ce lien, lue sous le verrou de la séance puis de la case. Rien si le lien ne vaut pas, si la case n'est pas
-- vierge, ou si l'inscription n'est pas en cours : ces cas-là se lisent sous les murs, par l'application.
create function porte.case_vierge_du_lien(p_jeton bytea)
returns table (organisme text, inscription uuid, personne uuid, prenom text, nom text, seance_id uuid, session_id uuid,
  activite_id uuid, numero text, intitule text, formateur text, formateur_id uuid, lieu text, zone text, sel bytea,
  jour date, demi_journee text, debut_minutes integer, fin_minutes integer, close boolean, affectes jsonb)
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
          where f.organisme_id = v.moi and f.seance_id = se.id)
      from inscriptions.inscription i
      join tiers.personne p on p.organisme_id = v.moi and p.id = i.personne_id
      join sessions.seance se on se.organisme_id = v.moi and se.id = v.seance_id
      join sessions.session s on s.organisme_id = v.moi and s.id = se.session_id and s.id = i.session_id
      join organisme.organisme o on o.organisme_id = v.moi
     where i.organisme_id = v.moi and i.id = v.inscription_id and i.etat = 'inscrit'
       and i.activite_id = v.activite_id and p.activite_id = v.activite_id
       and not exists (select from emargement.signature g where g.organisme_id = v.moi and g.inscription_id = i.id and g.seance_id = v.seance_id)
       and not exists (select from emargement.absence a where a.organisme_id = v.moi and a.inscription_id = i.id and a.seance_id = v.seance_id)
       and not exists (select from emargement.rectification x where x.organisme_id = v.moi and x.inscription_id = i.id and x.seance_id = v.seance_id);
end $$;
comment on function porte.case_vierge_du_lien is 'La case que ce lien signe, sous ses verrous, si rien n’y est encore écrit ; le sel de la session avec elle.';

-- La chaîne, pour une entrée dont l'identifiant vient d'être tiré : la tête se lit et l'entrée s'écrit d'une instruction, sous le verrou.
-- Le même identifiant une seconde fois est refusé par la clé (23505), jamais chaîné ; « prolonger_le_registre » reste la porte
-- de ce qui peut se rejouer. La formule est la sienne : db/signer-par-lien.itest.ts relit une chaîne où les deux alternent.
create function porte.prolonger_d_une_entree_neuve(
  p_organisme uuid, p_id uuid, p_activite uuid, p_objet bytea, p_contenu text, out numero bigint, out empreinte bytea)
language plpgsql volatile security definer set search_path = '' as $$
begin
  if pg_advisory_xact_lock(4812, hashtext(p_organisme::text)) is null then null; end if;
  insert into emargement.maillon as n (organisme_id, numero, id, activite_id, objet, contenu, empreinte)
    select p_organisme, t.numero, p_id, p_activite, p_objet, p_contenu,
        sha256(t.precedente || int8send(t.numero) || p_objet || sha256(convert_to(p_contenu, 'UTF8')))
      from (select coalesce(m.numero, 0) + 1 as numero,
          coalesce(m.empreinte, sha256(convert_to('coforme-registre/1 ' || p_organisme::text, 'UTF8'))) as precedente
        from (values (1)) u left join lateral (select d.numero, d.empreinte from emargement.maillon d
          where d.organisme_id = p_organisme order by d.numero desc limit 1) m on true) t
    returning n.numero, n.empreinte into numero, empreinte;
end $$;
comment on function porte.prolonger_d_une_entree_neuve is 'Allonge la chaîne d’une entrée jamais vue ; exécutable par les portes seules. Dernière écriture de la transaction.';

-- La chaîne d'un organisme se tient jusqu'à la validation, et celle-ci attend le disque : chaque signature paie le sien. Elle se
-- valide donc sans attendre, et l'application, avant d'acquitter, fait écrire le journal de PostgreSQL jusque-là : une écriture pour
-- toutes celles qui attendent. Ce qui suit dans la chaîne suit aussi dans le journal : une entrée sur le disque y a toutes les siennes.
-- Une copie tenue en même temps ailleurs (synchronous_standby_names) ne se passe pas d'attendre ; avant PostgreSQL 17, rien ne change.
do $$ begin
  if current_setting('server_version_num')::int4 >= 170000 then
    create function porte.differer_le_disque() returns boolean
    language plpgsql volatile security definer set search_path = '' as $f$
    begin
      if current_setting('synchronous_standby_names') <> '' or current_setting('synchronous_commit') = 'off' then return false; end if;
      perform set_config('synchronous_commit', 'off', true);
      return true;
    end $f$;
    create function porte.attendre_le_disque() returns void
    language plpgsql volatile security definer set search_path = '' as $f$
    begin perform pg_logical_emit_message(false, 'coforme', '', true); end $f$;
  else
    create function porte.differer_le_disque() returns boolean
    language plpgsql volatile security definer set search_path = '' as $f$ begin return false; end $f$;
    create function porte.attendre_le_disque() returns void
    language plpgsql volatile security definer set search_path = '' as $f$ begin end $f$;
  end if;
end $$;
comment on function porte.differer_le_disque is 'Cette transaction se valide sans attendre le disque ; faux : elle l’attend. Qui la demande attend ensuite le disque avant d’acquitter.';
comment on function porte.attendre_le_disque is 'Tout ce qui fut validé avant cet appel est sur le disque quand il répond.';
grant execute on function porte.attendre_le_disque() to coforme_app;

-- Signer cette case : le lien pris, la signature, le journal, les parts, l'entrée. Un seul refus, qui défait tout (CF409) :
-- le lien ne vaut plus, ou une autre demande est passée avant. La case, l'enseigne et l'auteur sont ceux du lien.
create function porte.signer_par_lien(
  p_jeton bytea, p_maillon uuid, p_geste uuid, p_signee_le timestamptz, p_fait_le timestamptz, p_objet bytea, p_contenu text, p_phrase text,
  p_parts text[], p_sels bytea[], p_prives text[], out numero bigint, out empreinte bytea, out differee boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid;
  enseigne uuid;
begin
  with l as (
    update compte.lien l set consomme_le = now()
      from emargement.invitation i
     where l.jeton = p_jeton and l.usage = 'emargement' and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present()
       and i.organisme_id = l.organisme_id and i.id = l.objet_id
     returning l.organisme_id, i.inscription_id, i.seance_id, i.activite_id),
  s as (
    insert into emargement.signature (organisme_id, activite_id, inscription_id, seance_id, maillon_id, signee_le, porte)
      select l.organisme_id, l.activite_id, l.inscription_id, l.seance_id, p_maillon, p_signee_le, 'lien' from l
      on conflict do nothing returning seance_id),
  g as (
    insert into journal.geste (organisme_id, id, activite_id, fait_le, par, module, geste, objet_genre, objet_id, phrase)
      select l.organisme_id, p_geste, l.activite_id, p_fait_le, null, 'emargement', 'signer-demi-journee', 'seance', s.seance_id, p_phrase from l, s),
  p as (
    insert into emargement.prive (organisme_id, activite_id, maillon_id, part, sel, contenu)
      select l.organisme_id, l.activite_id, p_maillon, x.part, x.sel, x.contenu
        from l, s, unnest(p_parts, p_sels, p_prives) as x (part, sel, contenu))
  select l.organisme_id, l.activite_id into moi, enseigne from l, s;
  if not found then raise exception 'Ce lien ne signe rien, ou une autre demande est passée avant.' using errcode = 'CF409'; end if;
  select r.numero, r.empreinte into numero, empreinte
    from porte.prolonger_d_une_entree_neuve(moi, p_maillon, enseigne, p_objet, p_contenu) as r;
  differee := porte.differer_le_disque();
end $$;
comment on function porte.signer_par_lien is 'Tout ce qu’écrit une signature par lien, en une instruction, la dernière de sa transaction. « differee » : attendre le disque avant d’acquitter.';

grant execute on function porte.case_vierge_du_lien(bytea),
  porte.signer_par_lien(bytea, uuid, uuid, timestamptz, timestamptz, bytea, text, text, text[], bytea[], text[]) to coforme_app;
set local role coforme_owner;
