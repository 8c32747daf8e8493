set local role coforme_porte;

-- Un tour de table : après que deux se sont nommées, et jamais avant. Qui l’ouvre en est mandataire ; une coopérative n’est que d’un
-- groupement par lot, et chaque lot est un marché : elle n’est donc mandataire que d’un (R2142-23). La limite que dit l’appelant ne dépasse
-- jamais le dernier terme publié pour la consultation ; d’un avis non publié, la plus proche de celles qu’ont vues les nommées.
create or replace function porte.groupement_ouvrir(p_id uuid, p_lot text, p_idweb text, p_objet text, p_acheteur text, p_limite timestamptz,
  p_zone text, p_le timestamptz, p_malgre boolean default false) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.repond_aux_marches() or not exists (select from marches.nommee n where n.organisme_id = porte.organisme() and n.lot = p_lot) then
    return 'refuse';
  end if;
  p_limite := least(p_limite, coalesce(porte.terme_publie(p_lot),
    (select min(r.limite) from (select distinct on (x.organisme_id) x.limite from marches.regard x
      where x.lot = p_lot and (x.organisme_id = porte.organisme() or x.organisme_id in (select n.avec_id from marches.nommee n
        where n.organisme_id = porte.organisme() and n.lot = p_lot))
      order by x.organisme_id, x.rang desc) r)));
  if p_limite <= p_le then return 'ferme'; end if;
  -- Les ouvertures passent l’une après l’autre, tous lots confondus : deux qui se cherchent n’ouvrent pas chacune la sienne sans le savoir, et le
  -- verrou ne dit d’aucun lot que l’on y ouvre une table.
  perform pg_advisory_xact_lock(4826);
  if not p_malgre and exists (select from marches.membre m join marches.groupement g on g.groupement_id = m.groupement_id and g.etat = 'tour-de-table'
      where m.organisme_id = porte.organisme() and m.lot = p_lot and m.accepte_le is null and m.sorti_le is null) then
    return 'attendue';
  end if;
  begin
    insert into marches.membre (groupement_id, organisme_id, lot, mandataire, invite_le, accepte_le) values (p_id, porte.organisme(), p_lot, true, p_le, p_le);
    insert into marches.acces (groupement_id, organisme_id, compte_id, lot, propose_le, du) values (p_id, porte.organisme(), porte.personne(), p_lot, p_le, p_le);
    insert into marches.groupement (groupement_id, organisme_id, lot, idweb, objet, acheteur, limite, zone, cree_le)
      values (p_id, porte.organisme(), p_lot, p_idweb, p_objet, p_acheteur, p_limite, p_zone, p_le);
  exception when unique_violation then
    return case when p_id = any (porte.groupements()) then 'ouvert' else 'deja-ailleurs' end;
  end;
  return 'ouvert';
end $$;
grant execute on function porte.groupement_ouvrir to coforme_app;
