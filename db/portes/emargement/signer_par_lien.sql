set local role coforme_porte;

-- Signer cette case : le lien pris, la signature, le journal, les parts, l'entrée. Un seul refus, qui défait tout (CF409) :
-- le lien ne vaut plus, ou une autre demande est passée avant. La case, l'enseigne et l'auteur sont ceux du lien.
create or replace function porte.signer_par_lien(
  p_jeton bytea, p_maillon uuid, p_geste uuid, p_signee_le timestamptz, p_fait_le timestamptz, p_objet bytea, p_contenu text, p_phrase text,
  p_parts text[], p_sels bytea[], p_prives text[], out numero bigint, out empreinte bytea, out differee boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid;
  enseigne uuid;
  v record;
begin
  -- L'entrée du registre dit la même heure, et la base ne la récrit pas : elle refuse celle qui n'est pas la sienne.
  -- Permis : l’écart que la base admet entre deux horloges.
  if p_signee_le not between porte.heure(p_signee_le) - interval '5 minutes' and porte.heure(p_signee_le) + interval '5 minutes' then
    raise exception 'L’heure de cette signature n’est pas celle qu’il est.' using errcode = '22008';
  end if;
  p_fait_le := porte.heure(p_fait_le);
  with l as (
    update compte.lien l set consomme_le = now()
      from emargement.invitation i
     where l.jeton = p_jeton and l.usage = 'emargement' and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present()
       and i.organisme_id = l.organisme_id and i.id = l.objet_id
     returning l.organisme_id, i.inscription_id, i.seance_id, i.activite_id, l.preuve, l.prouve_le),
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
  select l.organisme_id, l.activite_id, l.inscription_id, l.seance_id, l.preuve, l.prouve_le into v from l, s;
  if not found then raise exception 'Ce lien ne signe rien, ou une autre demande est passée avant.' using errcode = 'CF409'; end if;
  moi := v.organisme_id; enseigne := v.activite_id;
  -- Un code s'ajoute à ce lien : sa preuve est de cette transaction (« prouver_le_code »), ou rien n'est signé.
  -- Permis : l’instant de cette transaction.
  if v.preuve is not null and v.prouve_le is distinct from now()
    and porte.code_exige(moi, v.inscription_id, (select e.jour from sessions.seance e where e.organisme_id = moi and e.id = v.seance_id)) then
    raise exception 'Ce lien demande aussi un code.' using errcode = '42501';
  end if;
  select r.numero, r.empreinte into numero, empreinte
    from porte.prolonger_d_une_entree_neuve(moi, p_maillon, enseigne, p_objet, p_contenu) as r;
  differee := porte.differer_le_disque();
end $$;
comment on function porte.signer_par_lien is 'Tout ce qu’écrit une signature par lien, en une instruction, la dernière de sa transaction. « differee » : attendre le disque avant d’acquitter.';
grant execute on function porte.signer_par_lien to coforme_app;
