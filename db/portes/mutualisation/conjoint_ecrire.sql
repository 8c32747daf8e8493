set local role coforme_porte;

-- Qui anime le pôle l’écrit, au nom de sa direction ; une version ne change pas, la suivante se signe à nouveau.
create or replace function porte.conjoint_ecrire(p_pole uuid, p_vu integer, p_contact text, p_texte jsonb, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare dernier integer;
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) or not p_pole = any (porte.poles_animes())
    then return 'refuse'; end if;
  perform pg_advisory_xact_lock(4825, hashtext(p_pole::text));
  select coalesce(max(c.rang), 0) into dernier from mutualisation.accord_conjoint c where c.pole_id = p_pole;
  if dernier <> p_vu then return 'depasse'; end if;
  insert into mutualisation.accord_conjoint (organisme_id, pole_id, rang, contact, texte, ecrit_le, ecrit_par)
    values (porte.organisme(), p_pole, dernier + 1, p_contact, p_texte, porte.heure(p_le), porte.personne());
  return 'ecrit';
end $$;
comment on function porte.conjoint_ecrire is 'Écrit une version de l’accord des responsables conjoints d’un pôle.';
grant execute on function porte.conjoint_ecrire to coforme_app;
