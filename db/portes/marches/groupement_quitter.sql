set local role coforme_porte;

-- Une coopérative sort : ses accès se ferment, ce qu’elle a écrit s’ôte, son passage reste. Entre la date limite et la signature du marché,
-- la composition ne bouge pas (R2142-26). Le mandataire n’en sort qu’en abandonnant le dossier, et jamais d’un marché signé : ce que chacun y a fait
-- se prouve. Un membre en sort sans que rien de ce qu’il a écrit ne s’ôte.
create or replace function porte.groupement_quitter(p_id uuid, p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_id = any (porte.groupements()) then return 'refuse'; end if;
  -- Le dossier se tient d’abord : il ne se constitue pas pendant qu’on en sort.
  perform from marches.groupement g where g.groupement_id = p_id for update;
  if exists (select from marches.groupement g where g.groupement_id = p_id and g.etat <> 'abandonne' and g.limite <= p_le and g.signe_le is null) then
    return 'gelee';
  end if;
  if exists (select from marches.groupement g where g.groupement_id = p_id and g.signe_le is not null) then
    if p_id = any (porte.mandats()) then return 'signee'; end if;
    update marches.acces set retire_le = p_le where groupement_id = p_id and organisme_id = porte.organisme() and retire_le is null;
    update marches.membre set sorti_le = p_le, sortie = p_motif where groupement_id = p_id and organisme_id = porte.organisme();
    return 'sortie';
  end if;
  if p_id = any (porte.mandats()) then
    update marches.groupement set etat = 'abandonne' where groupement_id = p_id;
    update marches.acces set retire_le = p_le where groupement_id = p_id and retire_le is null;
    update marches.membre set sorti_le = p_le, sortie = p_motif where groupement_id = p_id and sorti_le is null;
    -- Personne d’autre n’y est jamais entré : il n’y a rien à emporter en face, et la coopérative peut répondre ailleurs.
    if not exists (select from marches.membre m where m.groupement_id = p_id and m.organisme_id <> porte.organisme() and m.accepte_le is not null) then
      update marches.membre set accepte_le = null where groupement_id = p_id;
      update marches.acces set du = null where groupement_id = p_id;
    end if;
    delete from marches.signature where groupement_id = p_id;
    delete from marches.accord where groupement_id = p_id;
    delete from marches.convention where groupement_id = p_id;
    delete from marches.necessite where groupement_id = p_id;
    delete from marches.ecrit where groupement_id = p_id;
    delete from marches.piece where groupement_id = p_id;
    delete from marches.pli_chiffre where groupement_id = p_id;
    return 'abandonne';
  end if;
  update marches.acces set retire_le = p_le where groupement_id = p_id and organisme_id = porte.organisme() and retire_le is null;
  update marches.membre set sorti_le = p_le, sortie = p_motif where groupement_id = p_id and organisme_id = porte.organisme();
  delete from marches.signature where groupement_id = p_id and organisme_id = porte.organisme();
  delete from marches.accord where groupement_id = p_id and organisme_id = porte.organisme();
  delete from marches.necessite where groupement_id = p_id and organisme_id = porte.organisme();
  -- Le mémoire composé porte ses blocs : il s’ôte avec eux, et le mandataire le range de nouveau.
  delete from marches.piece p using marches.ecrit e
   where p.groupement_id = p_id and p.exigence = 'memoire' and e.groupement_id = p_id and e.genre = 'memoire'
     and e.organisme_id = p.organisme_id and e.contenu ->> 'piece' = p.id::text
     and exists (select from marches.ecrit b where b.groupement_id = p_id and b.organisme_id = porte.organisme() and b.genre = 'bloc');
  delete from marches.ecrit where groupement_id = p_id and organisme_id = porte.organisme();
  delete from marches.piece where groupement_id = p_id and organisme_id = porte.organisme();
  delete from marches.pli_chiffre where groupement_id = p_id and organisme_id = porte.organisme();
  -- Constitué à d’autres, il ne l’est plus : il se remet autour de la table.
  update marches.groupement set etat = 'tour-de-table', constitue_le = null where groupement_id = p_id and etat = 'constitue' and limite > p_le;
  return 'sortie';
end $$;
grant execute on function porte.groupement_quitter to coforme_app;
