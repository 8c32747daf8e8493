set local role coforme_porte;

create or replace function porte.conjoint_signer(p_pole uuid, p_rang integer, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare dernier integer;
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) or not p_pole = any (porte.poles())
    then return 'refuse'; end if;
  perform pg_advisory_xact_lock(4825, hashtext(p_pole::text));
  select max(c.rang) into dernier from mutualisation.accord_conjoint c where c.pole_id = p_pole;
  if dernier is null then return 'introuvable'; end if;
  if dernier <> p_rang then return 'depasse'; end if;
  insert into mutualisation.accord_signe as s (organisme_id, pole_id, rang, le, par) values (porte.organisme(), p_pole, p_rang, porte.heure(p_le), porte.personne())
    on conflict (organisme_id, pole_id, rang) do update set le = excluded.le, par = excluded.par, quitte_le = null where s.quitte_le is not null;
  return case when found then 'signe' else 'deja' end;
end $$;
comment on function porte.conjoint_signer is 'La direction d’une coopérative accepte la dernière version de l’accord des responsables conjoints.';
grant execute on function porte.conjoint_signer to coforme_app;
