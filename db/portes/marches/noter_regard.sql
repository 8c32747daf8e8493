set local role coforme_porte;

-- La seule écriture d’un intérêt, quoi qu’il dise. Ni verrou, ni lecture d’autrui : la clé est à soi, l’appel dure autant quoi que fassent
-- les autres. Rend ce qui empêche, ou « note ».
create or replace function porte.noter_regard(p_lot text, p_limite timestamptz, p_dit text, p_contenu bytea, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.repond_aux_marches() then return 'refuse'; end if;
  if cardinality(porte.poles_a_l_aveugle()) = 0 then return 'eteint'; end if;
  -- La limite que dit l’appelant ne dépasse ni le dernier terme publié de la consultation, ni, sans lui, deux ans : un avis se lit de toutes.
  p_limite := least(p_limite, coalesce(porte.terme_publie(p_lot), p_le + app.duree('echeance-croyable')));
  if p_limite <= p_le then return 'ferme'; end if;
  -- Retiré, un intérêt ne se redit pas : cocher et décocher ne sonde personne.
  if p_dit <> 'vu' and exists (select from marches.regard r where r.organisme_id = porte.organisme() and r.lot = p_lot and r.dit = 'retire') then
    return 'retire';
  end if;
  if p_dit = 'nommee' and not exists (select from marches.revelation v where v.organisme_id = porte.organisme() and v.lot = p_lot) then
    return 'refuse';
  end if;
  -- Deux envois de la même coopérative au même instant prennent deux rangs.
  for essai in 1..5 loop
    begin
      insert into marches.regard (organisme_id, lot, rang, dit, limite, contenu, le, par)
        select porte.organisme(), p_lot, 1 + coalesce(max(r.rang), 0), p_dit, p_limite, p_contenu, p_le, porte.personne()
          from marches.regard r where r.organisme_id = porte.organisme() and r.lot = p_lot;
      return 'note';
    exception when unique_violation then
      null;
    end;
  end loop;
  return 'refuse';
end $$;
