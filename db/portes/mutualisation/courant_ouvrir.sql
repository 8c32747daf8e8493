set local role coforme_porte;

-- Ouvrir son compte, c’est prendre la règle du pôle ; une règle neuve se prend de même, si ce qu’on doit ou avance y tient.
create or replace function porte.courant_ouvrir(p_pole uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  p bigint;
  c mutualisation.compte;
begin
  p_le := porte.heure(p_le);
  if not porte.courant_tient() or not p_pole = any (porte.poles()) then return 'refuse'; end if;
  select r.plafond into p from porte.courant_regle(p_pole) r;
  if p is null then return 'sans-regle'; end if;
  insert into mutualisation.compte (pole_id, organisme_id, plafond_centimes, ouvert_le, ouvert_par)
    values (p_pole, moi, p, p_le, porte.personne()) on conflict do nothing;
  if found then return 'ouvert'; end if;
  select * into c from mutualisation.compte k where k.pole_id = p_pole and k.organisme_id = moi for no key update;
  if c.plafond_centimes = p then return 'deja'; end if;
  if c.avoir - c.doit - c.doit_attente < -p or c.avoir - c.doit + c.avoir_attente > p then return 'plafond'; end if;
  update mutualisation.compte k set plafond_centimes = p where k.pole_id = p_pole and k.organisme_id = moi;
  return 'pris';
end $$;
comment on function porte.courant_ouvrir is 'Ouvre le compte courant de sa coopérative dans un pôle, ou y prend la règle neuve.';
grant execute on function porte.courant_ouvrir to coforme_app;
