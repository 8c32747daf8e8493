set local role coforme_porte;

-- L’invitée accepte, et la personne entre. Elle seule apprend qu’elle est déjà ailleurs. Le dossier se tient d’abord : il ne se constitue pas
-- pendant qu’on y entre.
create or replace function porte.groupement_accepter(p_id uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare v_lot text; v_deja boolean; v_peut boolean;
begin
  p_le := porte.heure(p_le);
  if not porte.repond_aux_marches() then return 'introuvable'; end if;
  -- D’abord qui demande : d’un dossier où l’on n’entre pas, rien ne se tient, rien ne s’attend, et la réponse demande les mêmes lectures que d’un
  -- dossier qui n’existe pas. Déjà membre : seule entre une personne à qui l’accès a été proposé, ou une collègue quand plus personne ne le lit.
  v_peut := p_id = any (porte.dossiers_sans_lecteur()) or exists (select from marches.acces a where a.groupement_id = p_id
    and a.organisme_id = porte.organisme() and a.compte_id = porte.personne() and a.retire_le is null);
  if not exists (select from marches.membre m where m.groupement_id = p_id and m.organisme_id = porte.organisme() and m.sorti_le is null
    and (m.accepte_le is null or v_peut)) then
    return 'introuvable';
  end if;
  perform from marches.groupement g where g.groupement_id = p_id for update;
  select m.lot, m.accepte_le is not null into v_lot, v_deja from marches.membre m
   where m.groupement_id = p_id and m.organisme_id = porte.organisme() and m.sorti_le is null for update;
  if not found then return 'introuvable'; end if;
  -- Acceptée par une collègue pendant que l’on attendait : l’accès, lui, n’a pas été proposé.
  if v_deja and not v_peut then
    return 'introuvable';
  end if;
  if not v_deja and not exists (select from marches.groupement g where g.groupement_id = p_id and g.etat = 'tour-de-table' and g.limite > p_le) then
    return 'ferme';
  end if;
  begin
    update marches.membre set accepte_le = coalesce(accepte_le, p_le) where groupement_id = p_id and organisme_id = porte.organisme();
    insert into marches.acces (groupement_id, organisme_id, compte_id, lot, propose_le, du) values (p_id, porte.organisme(), porte.personne(), v_lot, p_le, p_le)
      on conflict (groupement_id, organisme_id, compte_id) do update set du = excluded.du where acces.du is null;
  exception when unique_violation then
    return 'deja-ailleurs';
  end;
  return 'entree';
end $$;
grant execute on function porte.groupement_accepter to coforme_app;
