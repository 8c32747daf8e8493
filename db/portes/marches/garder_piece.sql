set local role coforme_porte;

-- Une pièce se verse et se retire avant la date limite, au gel avec un motif ; l’accusé d’un dépôt se joint aussi après.
create or replace function porte.garder_piece() returns trigger
language plpgsql security definer set search_path = '' as $$
declare g marches.groupement; v_le timestamptz := porte.heure(case when tg_op = 'UPDATE' then new.retiree_le else new.le end);
begin
  if not new.groupement_id = any (porte.groupements()) then return new; end if;
  select * into g from marches.groupement x where x.groupement_id = new.groupement_id for update;
  if g.etat = 'abandonne' or (new.exigence = 'accuse' and (g.etat <> 'constitue' or tg_op = 'UPDATE')) then
    raise exception 'Cette pièce ne se verse ni ne se retire.' using errcode = '42501';
  end if;
  if new.exigence <> 'accuse' and g.limite <= v_le then
    raise exception 'La date limite est passée.' using errcode = '42501';
  end if;
  if tg_op = 'UPDATE' then
    new.retiree_le := v_le;
    if new.retrait = '' and g.limite - app.duree('gel-du-dossier') <= v_le then
      raise exception 'Le dossier est gelé : un motif est attendu.' using errcode = '42501';
    end if;
  else
    new.le := v_le;
    if new.exigence <> 'accuse' and new.motif = '' and g.limite - app.duree('gel-du-dossier') <= v_le then
      raise exception 'Le dossier est gelé : un motif est attendu.' using errcode = '42501';
    end if;
  end if;
  return new;
end $$;
grant execute on function porte.garder_piece to coforme_owner;
