set local role coforme_porte;

-- Les pièces, encore chiffrées, à qui a noté qu’il ou elle les ouvre, depuis moins d’un quart d’heure et dans une transaction d’avant.
create or replace function porte.remise_lire(p_id uuid, p_le timestamptz)
returns table (rang integer, genre text, le date, octets bytea)
language plpgsql stable security definer set search_path = '' as $$
declare
  r mutualisation.remise := porte.remise_lisible(p_id);
  maintenant timestamptz := porte.heure(p_le);
begin
  if r.id is null or not exists (select from mutualisation.remise_lecture l where l.organisme_id = porte.organisme() and l.remise_id = p_id
      and l.par = porte.personne() and l.le > maintenant - app.duree('lire-un-dossier')
      and l.tx is distinct from pg_current_xact_id_if_assigned()::text::bigint) then return; end if;
  return query select p.rang, p.genre, p.le, p.octets from mutualisation.remise_piece p
    where p.organisme_id = r.organisme_id and p.remise_id = r.id order by p.rang;
end $$;
comment on function porte.remise_lire is 'Les pièces d’un dossier remis, à qui vient de noter sa lecture.';
grant execute on function porte.remise_lire to coforme_app;
