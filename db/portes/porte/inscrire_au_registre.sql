set local role coforme_porte;

-- plpgsql, et le verrou dans une instruction à lui : verrou et lecture dans la même partageraient un instantané
-- d'avant l'attente, et la tête lue serait périmée. La clé primaire reste l'arbitre.
create or replace function porte.inscrire_au_registre(
  p_id uuid, p_activite uuid, p_objet bytea, p_contenu text,
  out numero bigint, out empreinte bytea, out deja boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  portee text := porte.portee();
begin
  if moi is null or not (portee = '*' or p_activite = any (case when portee = '*' then '{}' else portee end::uuid[])) then
    raise exception 'Une entrée du registre s’écrit pour l’organisme et l’enseigne de la transaction.' using errcode = '42501';
  end if;
  select r.numero, r.empreinte, r.deja into numero, empreinte, deja
    from porte.prolonger_le_registre(moi, p_id, p_activite, p_objet, p_contenu) as r;
end $$;
comment on function porte.inscrire_au_registre is 'Ajoute un maillon, une seule fois par identifiant ; refuse (23505) le même identifiant avec un autre contenu. Dernière instruction de la transaction.';
grant execute on function porte.inscrire_au_registre to coforme_app, coforme_owner;
