set local role coforme_porte;

-- Tout, ou rien : une seule heure prise ou attendue, et aucune n’est réservée ; un seul prix à viser, et toutes attendent. Rend un mot par demande, dans l’ordre reçu. Les biens se verrouillent dans
-- l’ordre de leurs identifiants, puis les heures se prennent par clé d’occupation et par début, comme une séance prend les siennes (`porte.prendre`).
create or replace function porte.biens_demander(p_ids uuid[], p_biens uuid[], p_objet text, p_configurations text[], p_debuts timestamptz[], p_fins timestamptz[], p_le timestamptz,
  p_versions integer[] default null)
returns text[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  n integer := coalesce(cardinality(p_ids), 0);
  mots text[] := array_fill('refuse'::text, array[greatest(n, 1)]);
  r record;
begin
  p_le := porte.heure(p_le);
  -- Permis : borne de ce qu’on demande à la fois.
  if n not between 1 and 60 or cardinality(p_biens) is distinct from n or cardinality(p_debuts) is distinct from n or cardinality(p_fins) is distinct from n or cardinality(p_configurations) is distinct from n or cardinality(p_versions) <> n
    or p_objet is null or array_position(p_ids || p_biens, null) is not null or array_position(p_debuts || p_fins, null) is not null then return mots; end if;
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) then return mots; end if;
  begin
    -- D’abord sa coopérative, comme une demande seule (`porte.bien_demander`) ; puis les biens que l’on voit, et eux seuls : un autre pôle n’attend pas.
    perform pg_advisory_xact_lock(4816, hashtext(porte.organisme()::text));
    perform from mutualisation.bien x join porte.biens_visibles() v on v.organisme_id = x.organisme_id and v.id = x.id
      where x.id = any (p_biens) and x.organisme_id <> porte.organisme() order by x.id for update of x;
    for r in select x.id, x.bien, x.configuration, x.debut, x.fin, x.version, x.rang
        from unnest(p_ids, p_biens, p_configurations, p_debuts, p_fins, p_versions) with ordinality as x (id, bien, configuration, debut, fin, version, rang)
        order by (select min(coalesce(b.salle_id, b.id)::text) from mutualisation.bien b where b.id = x.bien), x.debut, x.rang loop
      mots[r.rang] := porte.bien_demander(r.id, r.bien, p_objet, r.configuration, r.debut, r.fin, p_le, r.version);
    end loop;
    -- Une seule attend le visa de sa coopérative : aucune ne l’engage avant. Rendre ferme l’une, et non l’autre, ne serait plus tout ou rien.
    if 'a-viser' = any (mots) then
      update mutualisation.reservation y set a_viser = true, etat = 'option', ferme_le = null, expire_le = least(p_le + app.duree('option-de-salle'), lower(y.creneau))
       where y.de_organisme_id = porte.organisme() and y.id in (select x.id from unnest(p_ids, mots) x (id, mot) where x.mot = any (app.liste('reservations-qui-tiennent')));
      mots := (select array_agg(case when x.mot = any (app.liste('reservations-qui-tiennent')) then 'a-viser' else x.mot end order by x.rang)
        from unnest(mots) with ordinality x (mot, rang));
    end if;
    if not mots <@ (app.liste('reservations-qui-tiennent') || array['deja', 'a-viser']) then
      raise exception 'tout ou rien' using errcode = 'CF409';
    end if;
  exception when sqlstate 'CF409' then null;
  end;
  return mots;
end $$;
comment on function porte.biens_demander is 'Réserve plusieurs biens d’autres coopératives sur plusieurs créneaux, tous ou aucun ; un mot par demande.';
grant execute on function porte.biens_demander to coforme_app;
