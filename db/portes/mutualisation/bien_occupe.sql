set local role coforme_porte;

-- Le voisin lit « libre », « en option », « occupé » : ni par qui, ni pour quoi.
create or replace function porte.bien_occupe(p_bien uuid, p_du date, p_au date) returns table (jour date, moment text, etat text)
language plpgsql stable security definer set search_path = '' as $$
declare b record;
begin
  p_du := greatest(p_du, date_trunc('week', porte.aujourd_hui()::timestamp)::date);
  -- Permis : borne de ce qu’on demande à la fois.
  if not p_du <= p_au or p_au > p_du + 70 then return; end if;
  select x.organisme_id, coalesce(x.salle_id, x.id) as cle into b from porte.biens_visibles() x where x.id = p_bien;
  if not found then return; end if;
  return query
    select d.j, m.nom, coalesce((select case when bool_or(o.expire_le is null) then 'occupe' else 'option' end from sessions.occupation o
        where o.genre = 'salle' and o.organisme_id = b.organisme_id and o.cle = b.cle and (o.expire_le is null or o.expire_le > porte.present())
          and o.creneau && tstzrange((d.j + m.de) at time zone 'Europe/Paris', (d.j + m.a) at time zone 'Europe/Paris') having count(*) > 0), 'libre')
      from (select p_du + n as j from generate_series(0, p_au - p_du) n) d,
        (values ('matin', time '07:00', time '13:00'), ('apres', time '13:00', time '20:00')) as m (nom, de, a) order by 1, 2 desc;
end $$;
comment on function porte.bien_occupe is 'Libre, en option, occupé : un bien prêté, par demi-journée, sans contenu.';
grant execute on function porte.bien_occupe to coforme_app;
