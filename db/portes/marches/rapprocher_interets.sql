set local role coforme_porte;

-- Une fois par jour ouvré, par le travailleur. Un intérêt coché puis retiré avant l’heure compte : on ne regarde pas sans être vue.
-- Deux coopératives ne se rapprochent que d’un pôle qu’elles ont en commun et qui l’a ouvert. Puis s’efface ce dont la date limite est passée.
create or replace function porte.rapprocher_interets(p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare avant timestamptz;
begin
  p_le := porte.heure(p_le);
  avant := coalesce((select max(r.le) from marches.rapprochement r), '-infinity');
  with ouvertes as (
    select distinct r.organisme_id, r.lot from marches.regard r
     where r.dit = 'ouvert' and r.limite > p_le
       and not exists (select from marches.regard x where x.organisme_id = r.organisme_id and x.lot = r.lot and x.dit = 'retire' and x.le <= avant)),
  paires as (
    select a.organisme_id, a.lot, b.organisme_id as avec from ouvertes a join ouvertes b on b.lot = a.lot and b.organisme_id <> a.organisme_id
     where exists (select from pole.adhesion x join pole.adhesion y on y.pole_id = x.pole_id and y.organisme_id = b.organisme_id and y.etat = 'active'
       join marches.ouverture o on o.pole_id = x.pole_id and o.fermee_le is null
      where x.organisme_id = a.organisme_id and x.etat = 'active')),
  revelees as (
    insert into marches.revelation (organisme_id, lot, le) select distinct p.organisme_id, p.lot, p_le from paires p on conflict do nothing)
  insert into marches.nommee (organisme_id, lot, avec_id, le)
    select p.organisme_id, p.lot, p.avec, p_le from paires p
     where not exists (select from (values (p.organisme_id), (p.avec)) v (qui)
       where not exists (select from marches.regard n where n.organisme_id = v.qui and n.lot = p.lot and n.dit = 'nommee'))
    on conflict do nothing;
  insert into marches.rapprochement (le) values (p_le) on conflict do nothing;
  -- Permis : ménage, le lendemain de la date limite.
  delete from marches.regard r where r.limite < p_le - interval '1 day';
end $$;
grant execute on function porte.rapprocher_interets to coforme_worker;
