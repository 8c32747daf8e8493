-- Ce que la relecture hostile des premiers modules a demandé : un lien n'écrit que ce dont il parle, une tablette ne
-- survit pas à qui l'a posée, un visa et une signature se tiennent dans la base et non dans la page.

-- ─── 1. Ce dont parle un lien, ou une tablette ───────────────────────────────────────────────────
-- Le sceau disait l'organisme et l'enseigne : le lien d'un stagiaire y écrivait alors tout ce que l'application écrit.
-- Il dit maintenant aussi l'objet (la demande, l'invitation, l'inscription ; la séance d'une tablette).
call app.laisser_lire('emargement.tablette', 'ouverte_par');
set local role coforme_porte;

create function porte.empreinte_de_l_objet(p_objet text) returns text
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return encode(porte.hacher('objet|' || p_objet || '|' || coalesce(current_setting('app.sceau', true), '')), 'hex');
end $$;
comment on function porte.empreinte_de_l_objet is 'L’objet est scellé au sceau même de la transaction : il n’en vaut pas une autre.';

create function porte.sceller_objet(p_objet uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform set_config('app.objet', coalesce(p_objet::text, ''), true),
          set_config('app.objet_sceau', porte.empreinte_de_l_objet(coalesce(p_objet::text, '')), true);
end $$;

create function porte.objet() returns uuid
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare o text := coalesce(current_setting('app.objet', true), '');
begin
  if o = '' or not porte.est_scelle() then return null; end if;
  if sha256(convert_to(coalesce(current_setting('app.objet_sceau', true), ''), 'UTF8'))
     <> sha256(convert_to(porte.empreinte_de_l_objet(o), 'UTF8')) then return null; end if;
  return o::uuid;
end $$;
comment on function porte.objet is 'Ce dont parle le lien, ou la tablette, qui a ouvert cette transaction.';

-- Ni personne, ni toute la coopérative : sous le rôle web, c'est un lien ou une tablette.
create function porte.par_lien() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return session_user = 'coforme_web' and porte.organisme() is not null and porte.personne() is null and porte.portee() <> '*';
end $$;
comment on function porte.par_lien is 'La transaction tient d’un lien personnel ou d’une tablette, sans compte.';

create or replace function porte.ouvrir_lien(p_jeton bytea) returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid;
begin
  select l.organisme, array[l.activite]::text, l.objet into organisme, portee, o from porte.lien_valable(p_jeton) l
   where l.usage in ('emargement', 'signature');
  if organisme is null then return; end if;
  perform porte.sceller(organisme, null, portee);
  perform porte.sceller_objet(o);
  return next;
end $$;

-- Qui a quitté la coopérative ne tient plus rien par une tablette posée avant de partir.
create or replace function porte.ouvrir_tablette(p_jeton bytea) returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
declare s uuid;
begin
  select t.organisme_id, array[t.activite_id]::text, t.seance_id into organisme, portee, s from emargement.tablette t
   where t.jeton = p_jeton and t.fermee_le is null and t.expire_le > porte.present()
     and not exists (select from compte.adhesion a where a.organisme_id = t.organisme_id and a.compte_id = t.ouverte_par
       and a.au < porte.aujourd_hui());
  if organisme is null then return; end if;
  perform porte.sceller(organisme, null, portee);
  perform porte.sceller_objet(s);
  return next;
end $$;

-- ─── 2. Les liens de signature, les visas, l'emploi du temps ─────────────────────────────────────
-- Le dernier lien reçu est le bon : d'une même demande, les précédents ne valent plus (« = null » les laissait vivre).
create or replace function porte.creer_lien(p_jeton bytea, p_usage text, p_compte uuid, p_organisme uuid, p_activite uuid, p_objet uuid,
  p_duree interval) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if session_user not in ('coforme_worker', 'coforme_migrator') then
    raise exception 'Un lien ne naît que dans une tâche.' using errcode = '42501';
  end if;
  if p_usage = 'reinitialisation' and (select count(*) from compte.lien l where l.compte_id = p_compte and l.usage = p_usage
      and l.cree_le > now() - interval '1 hour' and l.jeton <> p_jeton) >= 5 then return false; end if;
  insert into compte.lien (jeton, usage, compte_id, organisme_id, activite_id, objet_id, expire_le)
  values (p_jeton, p_usage, p_compte, p_organisme, p_activite, p_objet, now() + least(p_duree, interval '400 days'))
  on conflict (jeton) do nothing;
  if not found then return false; end if;
  if p_usage = 'signature' then
    update compte.lien l set retire_le = now() where l.organisme_id = p_organisme and l.objet_id = p_objet and l.usage = p_usage
      and l.jeton <> p_jeton and l.consomme_le is null and l.retire_le is null;
  elsif p_usage <> 'emargement' then
    update compte.lien l set retire_le = now() where l.compte_id = p_compte and l.usage = p_usage and l.jeton <> p_jeton
      and l.organisme_id is not distinct from p_organisme and l.consomme_le is null and l.retire_le is null;
  end if;
  return true;
end $$;

-- Mêmes rôles que « pieces.viser » (organisme/domain/droits.ts) : le visa protège la coopérative de qui engage, et
-- c'est lui que la signature attend ; un entrepreneur ne se l'accorde pas, même en SQL.
create function porte.peut_viser() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return exists (select from compte.adhesion a where a.organisme_id = porte.organisme() and a.compte_id = porte.personne()
    and a.roles && '{equipe-appui,responsable}' and a.acceptee_le is not null
    and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;

-- Un numéro se prend avec la pièce qu'il numérote, que nul lien n'émet.
create or replace function porte.numeroter(p_serie text, p_annee integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  if porte.organisme() is null or porte.par_lien() then
    raise exception 'Un numéro se prend pour un organisme.' using errcode = '42501';
  end if;
  insert into documents.compteur as c (organisme_id, serie, annee, dernier)
    values (porte.organisme(), p_serie, p_annee, 1)
    on conflict (organisme_id, serie, annee) do update set dernier = c.dernier + 1
    returning dernier into n;
  return n;
end $$;

-- Un lien ne sonde l'emploi du temps de personne. Le reste est inchangé.
create or replace function porte.occupe(p_salle uuid, p_personne uuid, p_compte uuid, p_du timestamptz, p_au timestamptz, p_sauf uuid)
returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := app.organisme();
  c uuid;
begin
  if ici is null or porte.par_lien() or not p_du < p_au or p_au > p_du + interval '32 days' then return null; end if;
  if p_salle is not null then
    select id into c from sessions.salle where organisme_id = ici and id = p_salle;
  else
    select porte.cle_de(ici, id, p_compte) into c from tiers.personne where organisme_id = ici and id = p_personne
      and (app.toutes_activites() or activite_id = any (app.activites()));
    -- Un membre d'ici qui n'a pas encore de fiche.
    if c is null and p_personne is null then c := porte.cle_de(ici, null, p_compte); end if;
  end if;
  if c is null then return null; end if;
  return exists (select from sessions.occupation o
    where o.genre = case when p_salle is null then 'personne' else 'salle' end and o.cle = c
      and (p_salle is null or o.organisme_id = ici) and o.creneau && tstzrange(p_du, p_au, '[)')
      and not (p_sauf is not null and o.organisme_id = ici and exists (select from sessions.seance s
        where s.organisme_id = ici and s.id = o.seance_id and s.session_id = p_sauf)));
end $$;

revoke execute on all functions in schema porte from public;
grant execute on function porte.objet(), porte.par_lien(), porte.peut_viser() to coforme_app, coforme_owner;
set local role coforme_owner;

-- ─── 3. Un lien n'écrit que ce dont il parle ─────────────────────────────────────────────────────
-- Rien, dans ces tables.
do $$
declare t record; n text;
begin
  for t in select nom from app.famille where famille in ('own', 'publie')
      and (split_part(nom, '.', 1) in ('tiers', 'catalogue', 'sessions', 'cae') or nom = any ('{inscriptions.inscription,
        inscriptions.financement,inscriptions.echeance,documents.piece,documents.exemplaire,emargement.absence,emargement.cloture,
        emargement.contresignature,emargement.tablette,emargement.certificat,emargement.jalon,emargement.invitation}'::text[])) loop
    execute format('create policy lien_ajouter on %s as restrictive for insert to coforme_app with check (not (select porte.par_lien()))', t.nom);
    execute format('create policy lien_modifier on %s as restrictive for update to coforme_app using (not (select porte.par_lien()))', t.nom);
    execute format('create policy lien_retirer on %s as restrictive for delete to coforme_app using (not (select porte.par_lien()))', t.nom);
  end loop;
  foreach n in array '{documents.demande,inscriptions.dossier,inscriptions.remise}'::text[] loop
    execute format('create policy lien_ajouter on %s as restrictive for insert to coforme_app with check (not (select porte.par_lien()))', n);
  end loop;
end $$;

create policy lien_modifier on documents.demande as restrictive for update to coforme_app
  using (not (select porte.par_lien()) or id = (select porte.objet()));
create policy lien_modifier on inscriptions.dossier as restrictive for update to coforme_app
  using (not (select porte.par_lien()) or exists (select from documents.demande d
    join documents.piece p on p.organisme_id = d.organisme_id and p.id = d.piece_id
   where d.organisme_id = dossier.organisme_id and d.id = (select porte.objet()) and p.objet_id = dossier.id));
create policy lien_modifier on inscriptions.remise as restrictive for update to coforme_app
  using (not (select porte.par_lien()) or inscription_id = (select porte.objet()) or exists (select from documents.demande d
   where d.organisme_id = remise.organisme_id and d.id = (select porte.objet()) and d.objet_id = remise.inscription_id));

-- Une case : celle de son invitation, ou celles de la séance où la tablette est posée ; jamais une régularisation.
create policy lien_ajouter on emargement.signature as restrictive for insert to coforme_app
  with check (not (select porte.par_lien()) or not regularisation and (seance_id = (select porte.objet())
    or exists (select from emargement.invitation i where i.organisme_id = signature.organisme_id and i.id = (select porte.objet())
      and i.inscription_id = signature.inscription_id and i.seance_id = signature.seance_id)));
create policy lien_ajouter on emargement.rectification as restrictive for insert to coforme_app
  with check (not (select porte.par_lien()) or genre in ('presence', 'doublon') and (seance_id = (select porte.objet())
    or exists (select from emargement.invitation i where i.organisme_id = rectification.organisme_id and i.id = (select porte.objet())
      and i.inscription_id = rectification.inscription_id and i.seance_id = rectification.seance_id)));

-- L'heure de naissance d'une tablette borne son terme : la base la donne, l'appareil ne l'antidate ni ne la repousse.
revoke insert on emargement.tablette from coforme_app;
grant insert (id, activite_id, seance_id, jeton, ouverte_le, expire_le) on emargement.tablette to coforme_app;

-- ─── 4. Qui signe, qui demande, qui vise ─────────────────────────────────────────────────────────
create policy vise on cae.visa as restrictive for insert to coforme_app with check ((select porte.peut_viser()));

create policy auteur on documents.demande as restrictive for insert to coforme_app
  with check (creee_par is not distinct from (select app.personne()) and code is null and envois = 0
    and ouverte_le is null and refusee_le is null and retiree_le is null);

-- Par lien : le sien, pour la pièce, l'acte et le rôle de sa demande. Par un compte : qui en a le pouvoir écrit ce
-- jour-là. Un membre ne signe donc ni à la place du client par un lien qu'il n'a pas reçu, ni pour la coopérative.
create policy moyen on documents.signature as restrictive for insert to coforme_app with check (
  case moyen
    when 'lien' then (select app.personne()) is null
      and (not (select porte.par_lien()) or demande_id = (select porte.objet()))
      and exists (select from documents.demande d where d.organisme_id = signature.organisme_id and d.id = signature.demande_id
        and d.piece_id = signature.piece_id and d.acte = signature.acte and d.role = signature.role)
    when 'compte' then exists (select from organisme.signataire g where g.organisme_id = signature.organisme_id
        and g.compte_id = (select app.personne()) and g.debut <= signature.datee_du
        and (g.fin is null or g.fin >= signature.datee_du) and (g.revoquee_le is null or g.revoquee_le > signature.datee_du))
    else not (select porte.par_lien())
  end
  and empreinte = (select p.empreinte from documents.piece p where p.organisme_id = signature.organisme_id and p.id = signature.piece_id));

-- La part privée est celle d'une signature dont l'engagement la couvre.
create policy engagee on documents.signature_privee as restrictive for insert to coforme_app with check (
  exists (select from documents.signature s where s.organisme_id = signature_privee.organisme_id
    and s.id = signature_privee.signature_id
    and s.engagement = sha256(signature_privee.sel || convert_to(signature_privee.contenu, 'UTF8'))));

-- Réunir deux fiches est le geste de quelqu'un.
create policy quelqu_un on tiers.distinction as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));

-- ─── 5. Un dossier signé l'est par quelque chose ─────────────────────────────────────────────────
call app.lier('inscriptions.dossier', 'dossier_piece_signee', 'organisme_id, signature_piece_id', 'documents.piece (organisme_id, id)');
create policy sans_signature on inscriptions.dossier as restrictive for insert to coforme_app
  with check (signe_le is null and retracte_le is null);

create function inscriptions.garder_signature() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.signe_le is not null then
    if (new.signe_le, new.signature_moyen, new.signature_piece_id) is distinct from (old.signe_le, old.signature_moyen, old.signature_piece_id) then
      raise exception 'Une signature constatée ne se reprend pas.' using errcode = '23001', constraint = 'dossier_signe';
    end if;
    return new;
  end if;
  if new.signe_le is null then return new; end if;
  if new.signature_moyen = 'lien' and not exists (select from documents.signature s
      join documents.piece p on p.organisme_id = s.organisme_id and p.id = s.piece_id
     where s.organisme_id = new.organisme_id and s.piece_id = new.signature_piece_id and s.acte = 'signature'
       and s.role = 'client' and p.objet_id = new.id) then
    raise exception 'Un dossier signé par lien désigne la pièce signée.' using errcode = '23001', constraint = 'dossier_sans_preuve';
  end if;
  -- Un papier signé hors de l'application engage autant : dans une CAE, la pièce doit avoir eu son visa.
  if new.regime in ('convention', 'contrat')
     and exists (select from organisme.organisme o where o.organisme_id = new.organisme_id and o.cae)
     and not exists (select from documents.piece p join cae.visa v on v.organisme_id = p.organisme_id and v.piece_id = p.id
       where p.organisme_id = new.organisme_id and p.objet_id = new.id and p.genre in ('convention', 'contrat') and v.decision = 'accorde') then
    raise exception 'Rien n’engage la coopérative sans visa.' using errcode = '23001', constraint = 'dossier_sans_visa';
  end if;
  return new;
end $$;
create trigger garder_signature before update of signe_le, signature_moyen, signature_piece_id on inscriptions.dossier
  for each row execute function inscriptions.garder_signature();

-- ─── 6. Ce qui paraît est ce qui fut adopté ──────────────────────────────────────────────────────
-- Une page publique est lue par tous : ni le nom d'un autre, ni la version d'une autre offre, ni un texte sans fin.
create policy adoptee on catalogue.fiche as restrictive for insert to coforme_app with check (
  organisme_nom = (select o.nom from organisme.organisme o where o.organisme_id = (select app.organisme()))
  and retiree_le is null
  and exists (select from catalogue.version v where v.organisme_id = fiche.organisme_id and v.id = fiche.version_id
    and v.offre_id = fiche.offre_id and v.numero = fiche.numero and v.intitule = fiche.intitule
    and v.activite_id = fiche.activite_id));
alter table catalogue.fiche
  add constraint fiche_bornee check (length(organisme_nom) <= 250 and length(intitule) <= 255 and length(pli) <= 1000
    and length(recherche) <= 20000 and length(nsf) <= 10 and length(certification) <= 100 and length(contenu::text) <= 400000);
alter table catalogue.version add constraint version_bornee check (length(contenu::text) <= 400000 and length(nsf) <= 10);
