-- Se rétracter en ligne d'un contrat conclu en ligne (C. conso., art. L221-21 et D221-5) : la personne le déclare par le lien même qui l'a
-- fait signer. La déclaration se garde comme une signature (mots, heure, part privée sous son sel) ; le dossier et ses inscriptions
-- l'apprennent dans la même transaction.

alter table documents.signature drop constraint signature_acte_check;
alter table documents.signature add constraint signature_acte_check check (acte in ('signature', 'accuse', 'retractation')),
  add constraint signature_retractation check (acte <> 'retractation' or (moyen = 'lien' and role = 'client'));
comment on table documents.signature is 'Qui a signé une pièce, en a accusé réception, ou s’en est rétracté : en ajout seul.';
-- D'une demande de signature : la signature, et la rétractation qui peut la suivre.
drop index documents.signature_demande;
create unique index signature_demande on documents.signature (organisme_id, demande_id, acte) where demande_id is not null;

-- On se rétracte de ce que l'on a signé, par le même lien. Le reste est inchangé.
drop policy moyen on documents.signature;
create policy moyen on documents.signature as restrictive for insert to coforme_app with check (
  case moyen
    when 'lien' then (select app.personne()) is null
      and (not (select porte.par_lien()) or demande_id = (select porte.objet()))
      and exists (select from documents.demande d where d.organisme_id = signature.organisme_id and d.id = signature.demande_id
        and d.piece_id = signature.piece_id and d.role = signature.role
        and (d.acte = signature.acte or signature.acte = 'retractation' and d.acte = 'signature'))
    when 'compte' then exists (select from organisme.signataire g where g.organisme_id = signature.organisme_id
        and g.compte_id = (select app.personne()) and g.debut <= signature.datee_du
        and (g.fin is null or g.fin >= signature.datee_du) and (g.revoquee_le is null or g.revoquee_le > signature.datee_du))
    else not (select porte.par_lien())
  end
  and empreinte = (select p.empreinte from documents.piece p where p.organisme_id = signature.organisme_id and p.id = signature.piece_id));
-- Une règle ne relit pas sa propre table : qu'il y ait une signature dont se rétracter se vérifie à part.
create function documents.garder_retractation() returns trigger language plpgsql set search_path = '' as $$
begin
  if not exists (select from documents.signature s join documents.piece p on p.organisme_id = s.organisme_id and p.id = s.piece_id
      where s.organisme_id = new.organisme_id and s.demande_id = new.demande_id and s.acte = 'signature' and p.genre = 'contrat') then
    raise exception 'On ne se rétracte que du contrat que l’on a signé.' using errcode = '23001', constraint = 'retractation_sans_contrat';
  end if;
  return new;
end $$;
create trigger garder_retractation before insert on documents.signature for each row
  when (new.acte = 'retractation') execute function documents.garder_retractation();

-- Les inscriptions du dossier dont la personne vient de se rétracter par son lien, et elles seules, deviennent « rétracté ».
drop policy lien_modifier on inscriptions.inscription;
create policy lien_modifier on inscriptions.inscription as restrictive for update to coforme_app
  using (not (select porte.par_lien()) or exists (select from documents.demande d
    join documents.piece p on p.organisme_id = d.organisme_id and p.id = d.piece_id
    join inscriptions.dossier o on o.organisme_id = p.organisme_id and o.id = p.objet_id and o.signature_piece_id = p.id
   where d.organisme_id = inscription.organisme_id and d.id = (select porte.objet()) and d.acte = 'signature' and p.genre = 'contrat'
     and o.id = inscription.dossier_id and o.retracte_le is not null))
  with check (not (select porte.par_lien()) or etat = 'retracte');

-- « Aujourd’hui » dit celles des derniers jours.
create index dossier_retracte on inscriptions.dossier (organisme_id, retracte_le) where retracte_le is not null;
call app.laisser_lire('inscriptions.dossier', 'signature_piece_id, signature_moyen, signe_le, retracte_le, circonstance');
set local role coforme_porte;
-- Le lien qui a signé relit, et permet de se rétracter, trente jours à compter de la signature : envoyé la veille de son terme, il
-- s'éteignait avant la fin du délai.
create function porte.garder_le_lien(p_jeton bytea, p_jusqua timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.par_lien() then return false; end if;
  update compte.lien l set expire_le = greatest(l.expire_le, least(p_jusqua, l.cree_le + interval '90 days'))
    from porte.lien_valable(p_jeton) v
   where l.jeton = p_jeton and l.usage = 'signature' and v.organisme = porte.organisme() and v.objet = porte.objet();
  return found;
end $$;
comment on function porte.garder_le_lien is 'Repousse le terme du lien de signature qui a ouvert cette transaction, jamais de plus de 90 jours après sa naissance.';

-- Ce dont une personne peut encore se rétracter en ligne : le lien même qu'elle a reçu se refait sous les clés de l'instance. Le délai
-- exact est à la page du lien ; ici, ce qui est signé depuis cette date.
create function porte.contrats_de_l_espace(p_jeton bytea, p_depuis timestamptz)
  returns table (demande uuid, envois integer, numero text, signe_le timestamptz, zone text)
language plpgsql stable security definer set search_path = '' as $$
declare a record;
begin
  select * into a from porte.acces_du_lien(p_jeton);
  if not found or a.genre <> 'stagiaire' then return; end if;
  return query
    select d.id, d.envois, p.numero, o.signe_le, s.zone from inscriptions.dossier o
      join sessions.session s on s.organisme_id = o.organisme_id and s.id = o.session_id
      join documents.piece p on p.organisme_id = o.organisme_id and p.id = o.signature_piece_id and p.genre = 'contrat' and p.effacee_le is null
      join documents.demande d on d.organisme_id = p.organisme_id and d.piece_id = p.id and d.acte = 'signature' and d.retiree_le is null
        and d.envois > 0
      join tiers.personne q on q.organisme_id = d.organisme_id and q.id = a.personne_id and lower(q.courriel) = lower(d.courriel)
     where o.organisme_id = a.organisme_id and o.personne_id = any (a.fiches) and o.signature_moyen = 'lien' and o.retracte_le is null
       and o.circonstance <> 'etablissement' and o.signe_le > p_depuis
     order by o.signe_le, d.id;
end $$;
comment on function porte.contrats_de_l_espace is 'Les contrats de la personne d’un espace, signés par lien depuis cette date et non rétractés.';
grant execute on function porte.garder_le_lien(bytea, timestamptz), porte.contrats_de_l_espace(bytea, timestamptz) to coforme_app;
set local role coforme_owner;
