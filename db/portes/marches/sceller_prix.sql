set local role coforme_porte;

-- Un membre scelle ses prix : le chiffré, que la base ne sait pas ouvrir, et son engagement, chaîné à ceux d’avant. Ôté ou changé, la chaîne le dit.
-- Avant le gel, ou pendant une manche que l’acheteur a ouverte : ce qui fut scellé avant reste.
create or replace function porte.sceller_prix(p_id uuid, p_engagement bytea, p_chiffre bytea, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare v_rang integer; v_avant bytea;
begin
  p_le := porte.heure(p_le);
  if not p_id = any (porte.groupements()) then return 'refuse'; end if;
  perform from marches.groupement g where g.groupement_id = p_id for update;
  if porte.manche_ouverte(p_id, p_le) is null then
    if not exists (select from marches.groupement g where g.groupement_id = p_id and g.etat = 'constitue' and g.limite > p_le) then return 'ferme'; end if;
    if exists (select from marches.groupement g where g.groupement_id = p_id and g.limite - app.duree('gel-du-dossier') <= p_le) then return 'gele'; end if;
  end if;
  select p.rang, p.empreinte into v_rang, v_avant from marches.pli p where p.groupement_id = p_id order by p.rang desc limit 1;
  v_rang := coalesce(v_rang, 0) + 1;
  insert into marches.pli (groupement_id, rang, organisme_id, engagement, preuve, empreinte, le, par)
    values (p_id, v_rang, porte.organisme(), p_engagement, sha256(p_chiffre),
      sha256(coalesce(v_avant, sha256(convert_to('coforme-prix/1 ' || p_id::text, 'UTF8'))) || uuid_send(porte.organisme()) || sha256(p_chiffre) || p_engagement),
      p_le, porte.personne());
  insert into marches.pli_chiffre (groupement_id, rang, organisme_id, chiffre) values (p_id, v_rang, porte.organisme(), p_chiffre);
  return 'scelle';
end $$;
grant execute on function porte.sceller_prix to coforme_app;
