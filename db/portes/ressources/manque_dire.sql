set local role coforme_porte;

-- En trente jours, la même spécialité ne compte qu’une fois, même retirée : la redire ne sonde pas le pôle.
create or replace function porte.manque_dire(p_id uuid, p_pole uuid, p_nsf text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  tenu boolean;
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) or not p_pole = any (porte.poles())
    then return 'refuse'; end if;
  p_le := porte.heure(p_le);
  perform pg_advisory_xact_lock(hashtextextended(moi::text || p_pole::text || p_nsf, 25));
  select m.retire_le is null into tenu from ressources.manque m
   where m.organisme_id = moi and m.pole_id = p_pole and m.nsf = p_nsf and m.dit_le > p_le - app.duree('manque-redit')
   order by m.dit_le desc limit 1;
  if found then return case when tenu then 'deja' else 'trop-tot' end; end if;
  insert into ressources.manque (organisme_id, id, pole_id, nsf, dit_le, dit_par) values (moi, p_id, p_pole, p_nsf, p_le, porte.personne())
    on conflict do nothing;
  return case when found then 'dit' else 'deja' end;
end $$;
comment on function porte.manque_dire is 'Dit une spécialité cherchée et non trouvée.';
grant execute on function porte.manque_dire to coforme_app;
