set local role coforme_porte;

create or replace function porte.garder_plafond() returns trigger
language plpgsql security definer set search_path = '' as $$
declare v record;
begin
  -- Une restauration, une reprise : personne ne vise, la ligne revient comme elle était.
  if porte.personne() is null then
    return new;
  end if;
  -- Deux visas au même instant s’attendent : le second compte le premier, sous un même plafond aussi.
  perform pg_advisory_xact_lock(4816, hashtext(new.organisme_id::text));
  select x.permis, x.plafond_id, x.montant, x.pourquoi, x.supplee_id into v from porte.visa_de_piece_permis(new.piece_id) x;
  new.montant_centimes := v.montant;
  new.decide_le := porte.heure(new.decide_le);
  new.supplee_id := v.supplee_id;
  new.roles := porte.roles_tenus();
  -- Refuser n’engage pas : le droit de viser suffit, et le mur le demande.
  new.plafond_id := case when new.decision = 'accorde' then v.plafond_id end;
  new.a_deux := new.decision = 'accorde' and porte.a_deux((select p.genre from documents.piece p where p.organisme_id = new.organisme_id and p.id = new.piece_id), v.montant);
  -- Qui n’a aucun droit sur la pièce, le mur le refuse ; qui en a un s’arrête à son plafond.
  if new.decision = 'accorde' and v.pourquoi in ('au-dessus', 'cumul', 'sans-montant') then
    raise exception '%', v.pourquoi using errcode = '23514', constraint = 'plafond';
  end if;
  -- Dont la borne est révoquée ou échue, le mur laisserait passer : son rôle vise.
  if new.decision = 'accorde' and v.pourquoi = 'sans-plafond' then
    raise exception 'sans-plafond' using errcode = '42501', constraint = 'sans_plafond';
  end if;
  return new;
end $$;
grant execute on function porte.garder_plafond to coforme_owner;
