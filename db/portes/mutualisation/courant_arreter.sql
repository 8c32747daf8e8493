set local role coforme_porte;

create or replace function porte.courant_arreter(p_id uuid, p_pole uuid, p_au timestamptz, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.courant_lit() or not p_pole = any (porte.poles_animes()) then return 'refuse'; end if;
  if p_au > p_le then return 'a-venir'; end if;
  -- Une compensation en cours se finit d’abord. Ses virements comptent tous : compenser à une date d’avant la leur les déferait.
  perform from mutualisation.arrete a where a.pole_id = p_pole and a.compense_le is null for share;
  if exists (select from mutualisation.arrete a where a.pole_id = p_pole and a.compense_le is not null and a.au > p_au)
      and not exists (select from mutualisation.arrete a where a.pole_id = p_pole and a.id = p_id) then
    return 'anterieur';
  end if;
  insert into mutualisation.arrete (pole_id, id, au, ouvert_le, ouvert_par) values (p_pole, p_id, p_au, p_le, porte.personne()) on conflict do nothing;
  if found then return 'arrete'; end if;
  return case when exists (select from mutualisation.arrete a where a.pole_id = p_pole and a.id = p_id) then 'deja' else 'en-cours' end;
end $$;
comment on function porte.courant_arreter is 'Qui anime le pôle arrête les comptes à une date : chacune relit et signe son relevé.';
grant execute on function porte.courant_arreter to coforme_app;
