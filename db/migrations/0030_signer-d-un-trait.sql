-- Signer par son lien, en deux questions à la base au lieu de quatorze : lire la case sous ses verrous, puis tout écrire
-- d'un trait. Les règles (fenêtre, présence) restent dans l'application ; ces portes ne font que ce que le lien permet.
-- Mesuré : une lecture ou une écriture sous les murs vérifie le sceau plusieurs fois par table ; une porte, une fois.

call app.laisser_lire('sessions.session', 'numero, intitule, formateur, formateur_id, lieu, zone, sel');
call app.laisser_lire('sessions.seance', 'activite_id, lieu, demi_journee, debut_minutes, fin_minutes');
call app.laisser_lire('tiers.personne', 'prenom, nom, pli');
call app.laisser_lire('inscriptions.inscription', 'organisme_id, id, activite_id, session_id, personne_id, etat');
call app.laisser_lire('emargement.invitation', 'activite_id');
call app.laisser_lire('emargement.absence', 'inscription_id');
call app.laisser_lire('emargement.rectification', 'inscription_id');
call app.laisser_lire('emargement.cloture', 'organisme_id, seance_id');
call app.laisser_lire('emargement.prive', 'organisme_id, activite_id, maillon_id, part');
call app.laisser_lire('journal.geste', 'organisme_id, id');

grant insert on emargement.signature, emargement.prive, journal.geste to coforme_porte;
create policy porte_ajouter on emargement.signature for insert to coforme_porte with check (true);
create policy porte_ajouter on emargement.prive for insert to coforme_porte with check (true);
create policy porte_ajouter on journal.geste for insert to coforme_porte with check (true);
grant usage on schema journal, emargement to coforme_porte;

set local role coforme_porte;

-- Le sceau se vérifie à chaque lecture de chaque table : d'un seul tenant, il coûte moitié moins que par quatre fonctions
-- emboîtées. La formule est celle de porte.empreinte_du_sceau (HMAC-SHA-256 par porte.hacher), test/murs/sceau le tient.
create or replace function porte.est_scelle() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare
  s text := current_setting('app.sceau', true);
  k record;
begin
  -- Après un premier emploi, une connexion garde '' et non null.
  if s is null or s = '' then return false; end if;
  if session_user = 'coforme_web' and clock_timestamp() > transaction_timestamp() + porte.vie_du_sceau() then return false; end if;
  select interieur, exterieur into strict k from porte.secret;
  return sha256(convert_to(s, 'UTF8')) = sha256(convert_to(encode(sha256(k.exterieur || sha256(k.interieur || convert_to(
    coalesce(current_setting('app.organisme_id', true), '') || '|' || coalesce(current_setting('app.personne_id', true), '') || '|'
      || coalesce(current_setting('app.activites', true), '') || '|' || pg_backend_pid()::text || '|'
      || extract(epoch from transaction_timestamp())::text || '|' || current_setting('transaction_read_only'), 'UTF8'))), 'hex'), 'UTF8'));
end $$;

-- La chaîne, pour un organisme et une enseigne déjà établis. plpgsql, et le verrou dans une instruction à lui : verrou et
-- lecture dans la même partageraient un instantané d'avant l'attente, et la tête lue serait périmée.
create function porte.prolonger_le_registre(
  p_organisme uuid, p_id uuid, p_activite uuid, p_objet bytea, p_contenu text,
  out numero bigint, out empreinte bytea, out deja boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  connu record;
  precedente bytea;
begin
  perform pg_advisory_xact_lock(4812, hashtext(p_organisme::text));
  select m.numero, m.empreinte, m.objet, m.contenu, m.activite_id into connu
    from emargement.maillon m where m.organisme_id = p_organisme and m.id = p_id;
  if found then
    if connu.contenu is distinct from p_contenu or connu.objet is distinct from p_objet
       or connu.activite_id is distinct from p_activite then
      raise exception 'Cette entrée du registre existe déjà avec un autre contenu.' using errcode = '23505';
    end if;
    numero := connu.numero; empreinte := connu.empreinte; deja := true;
    return;
  end if;
  select m.numero, m.empreinte into numero, precedente
    from emargement.maillon m where m.organisme_id = p_organisme order by m.numero desc limit 1;
  numero := coalesce(numero, 0) + 1;
  precedente := coalesce(precedente, sha256(convert_to('coforme-registre/1 ' || p_organisme::text, 'UTF8')));
  empreinte := sha256(precedente || int8send(numero) || p_objet || sha256(convert_to(p_contenu, 'UTF8')));
  deja := false;
  insert into emargement.maillon (organisme_id, numero, id, activite_id, objet, contenu, empreinte)
    values (p_organisme, prolonger_le_registre.numero, p_id, p_activite, p_objet, p_contenu, prolonger_le_registre.empreinte);
end $$;
comment on function porte.prolonger_le_registre is 'Le seul endroit où la chaîne s’allonge ; exécutable par les portes seules. Dernière écriture de la transaction.';

create or replace function porte.inscrire_au_registre(
  p_id uuid, p_activite uuid, p_objet bytea, p_contenu text,
  out numero bigint, out empreinte bytea, out deja boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  portee text := porte.portee();
begin
  if moi is null or not (portee = '*' or p_activite = any (case when portee = '*' then '{}' else portee end::uuid[])) then
    raise exception 'Une entrée du registre s’écrit pour l’organisme et l’enseigne de la transaction.' using errcode = '42501';
  end if;
  select r.numero, r.empreinte, r.deja into numero, empreinte, deja
    from porte.prolonger_le_registre(moi, p_id, p_activite, p_objet, p_contenu) as r;
end $$;

-- Ce que le lien qui a ouvert cette transaction permet de signer, lu sous le verrou de la séance puis de la case. Rien si
-- la case n'est pas vierge, ou si l'inscription n'est pas en cours : ces cas-là se lisent sous les murs, par l'application.
create function porte.case_vierge_du_lien()
returns table (organisme text, inscription uuid, personne uuid, prenom text, nom text, seance_id uuid, session_id uuid,
  activite_id uuid, numero text, intitule text, formateur text, formateur_id uuid, lieu text, zone text, sel bytea,
  jour date, demi_journee text, debut_minutes integer, fin_minutes integer, close boolean, affectes jsonb)
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  quoi uuid := porte.objet();
  v record;
begin
  if moi is null or quoi is null then return; end if;
  select i.inscription_id, i.seance_id, i.activite_id into v from emargement.invitation i where i.organisme_id = moi and i.id = quoi;
  if not found then return; end if;
  perform pg_advisory_xact_lock_shared(4811, hashtext(v.seance_id::text)),
          pg_advisory_xact_lock(4810, hashtext(v.inscription_id || ' ' || v.seance_id));
  if exists (select from emargement.signature g where g.organisme_id = moi and g.inscription_id = v.inscription_id and g.seance_id = v.seance_id)
     or exists (select from emargement.absence a where a.organisme_id = moi and a.inscription_id = v.inscription_id and a.seance_id = v.seance_id)
     or exists (select from emargement.rectification x where x.organisme_id = moi and x.inscription_id = v.inscription_id and x.seance_id = v.seance_id)
  then return; end if;
  return query
    select o.nom, i.id, p.id, p.prenom, p.nom, se.id, s.id, se.activite_id, s.numero, s.intitule, s.formateur, s.formateur_id,
        coalesce(se.lieu, s.lieu), s.zone, s.sel, se.jour, se.demi_journee, se.debut_minutes, se.fin_minutes,
        exists (select from emargement.cloture c where c.organisme_id = moi and c.seance_id = se.id),
        (select coalesce(jsonb_agg(jsonb_build_object('nom', coalesce(q.prenom || ' ' || q.nom, 'autre enseigne'), 'compte', f.compte_id)
            order by q.pli, f.id), '[]')
          from sessions.affectation f
          left join tiers.personne q on q.organisme_id = moi and q.id = f.personne_id and q.activite_id = v.activite_id
          where f.organisme_id = moi and f.seance_id = se.id)
      from inscriptions.inscription i
      join tiers.personne p on p.organisme_id = moi and p.id = i.personne_id
      join sessions.seance se on se.organisme_id = moi and se.id = v.seance_id
      join sessions.session s on s.organisme_id = moi and s.id = se.session_id and s.id = i.session_id
      join organisme.organisme o on o.organisme_id = moi
     where i.organisme_id = moi and i.id = v.inscription_id and i.etat = 'inscrit'
       and i.activite_id = v.activite_id and p.activite_id = v.activite_id;
end $$;
comment on function porte.case_vierge_du_lien is 'La case que ce lien signe, sous ses verrous, si rien n’y est encore écrit ; le sel de la session avec elle.';
grant execute on function porte.case_vierge_du_lien() to coforme_app;

-- Signer cette case : la signature, le lien pris, le journal, les parts, l'entrée. Un seul refus, qui défait tout (CF409) :
-- une autre demande est passée avant. La case, l'enseigne et l'auteur ne se donnent pas : ils sont ceux du lien.
create function porte.signer_par_lien(
  p_jeton bytea, p_maillon uuid, p_geste uuid, p_signee_le timestamptz, p_fait_le timestamptz, p_objet bytea, p_contenu text, p_phrase text,
  p_parts text[], p_sels bytea[], p_prives text[], out numero bigint, out empreinte bytea)
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  quoi uuid := porte.objet();
  v record;
begin
  select i.inscription_id, i.seance_id, i.activite_id into v from emargement.invitation i where i.organisme_id = moi and i.id = quoi;
  if not found then
    raise exception 'Ce lien ne signe rien.' using errcode = '42501';
  end if;
  insert into emargement.signature (organisme_id, activite_id, inscription_id, seance_id, maillon_id, signee_le, porte)
    values (moi, v.activite_id, v.inscription_id, v.seance_id, p_maillon, p_signee_le, 'lien') on conflict do nothing;
  if not found then raise exception 'Une autre demande a signé d’abord.' using errcode = 'CF409'; end if;
  update compte.lien l set consomme_le = now()
   where l.jeton = p_jeton and l.organisme_id = moi and l.objet_id = quoi and l.usage = 'emargement'
     and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present();
  if not found then raise exception 'Ce lien a servi entre-temps.' using errcode = 'CF409'; end if;
  insert into journal.geste (organisme_id, id, activite_id, fait_le, par, module, geste, objet_genre, objet_id, phrase)
    values (moi, p_geste, v.activite_id, p_fait_le, null, 'emargement', 'signer-demi-journee', 'seance', v.seance_id, p_phrase);
  insert into emargement.prive (organisme_id, activite_id, maillon_id, part, sel, contenu)
    select moi, v.activite_id, p_maillon, x.part, x.sel, x.contenu
      from unnest(p_parts, p_sels, p_prives) as x (part, sel, contenu);
  select r.numero, r.empreinte into numero, empreinte
    from porte.prolonger_le_registre(moi, p_maillon, v.activite_id, p_objet, p_contenu) as r;
end $$;
comment on function porte.signer_par_lien is 'Tout ce qu’écrit une signature par lien, en une instruction, la dernière de sa transaction.';
grant execute on function porte.signer_par_lien(bytea, uuid, uuid, timestamptz, timestamptz, bytea, text, text, text[], bytea[], text[]) to coforme_app;

set local role coforme_owner;
