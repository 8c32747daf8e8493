-- Combien de minutes avant le début on signe, ce jour-là. Sans réglage : zéro, « au plus tôt au début du créneau » (pratique des contrôles).
-- La seule place de cette valeur : les pages la lisent d'ici, comme les portes.
create or replace function emargement.ouvre_avant(p_organisme uuid, p_jour date) returns integer language sql stable
begin atomic
  select coalesce((select r.avance_min from emargement.reglage r
    where r.organisme_id = p_organisme and r.depuis <= p_jour order by r.depuis desc limit 1), 0);
end;
comment on function emargement.ouvre_avant is 'Minutes avant le début d’une demi-journée où la signature s’ouvre.';
grant execute on function emargement.ouvre_avant to coforme_app, coforme_porte;
