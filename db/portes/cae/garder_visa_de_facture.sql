set local role coforme_porte;

-- Une facture se vise dans la version du jour, sous le plafond de qui vise ; le montant visé est celui qu’elle aura.
create or replace function porte.garder_visa_de_facture() returns trigger
language plpgsql security definer set search_path = '' as $$
declare v record;
begin
  if porte.personne() is null then
    return new;
  end if;
  perform pg_advisory_xact_lock(4816, hashtext(new.organisme_id::text));
  select x.permis, x.plafond_id, x.montant, x.pourquoi, x.supplee_id, x.version, x.genre into v from porte.visa_de_projet_permis(new.projet_id) x;
  -- D’une autre enseigne, ou inconnu : le mur refuse, et n’en dit rien de plus.
  if v.pourquoi is distinct from 'introuvable' and v.version is distinct from new.version then
    raise exception 'version' using errcode = '23514', constraint = 'visa_version';
  end if;
  new.montant_centimes := v.montant;
  new.le := porte.heure(new.le);
  new.supplee_id := v.supplee_id;
  new.roles := porte.roles_tenus();
  new.plafond_id := case when new.decision = 'accorde' then v.plafond_id end;
  new.a_deux := new.decision = 'accorde' and porte.a_deux(v.genre, v.montant);
  if new.decision = 'accorde' and v.pourquoi in ('au-dessus', 'cumul', 'sans-montant') then
    raise exception '%', v.pourquoi using errcode = '23514', constraint = 'plafond';
  end if;
  -- Dont la borne est révoquée ou échue, le mur laisserait passer : son rôle vise.
  if new.decision = 'accorde' and v.pourquoi = 'sans-plafond' then
    raise exception 'sans-plafond' using errcode = '42501', constraint = 'sans_plafond';
  end if;
  return new;
end $$;
grant execute on function porte.garder_visa_de_facture to coforme_owner;
