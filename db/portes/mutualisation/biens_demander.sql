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
  a_viser boolean;
  r record;
begin
  p_le := porte.heure(p_le);
  -- Permis : borne de ce qu’on demande à la fois.
  if n not between 1 and 60 or cardinality(p_biens) is distinct from n or cardinality(p_debuts) is distinct from n or cardinality(p_fins) is distinct from n or cardinality(p_configurations) is distinct from n or cardinality(p_versions) <> n
    or p_objet is null or array_position(p_ids || p_biens, null) is not null or array_position(p_debuts || p_fins, null) is not null then return mots; end if;
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) then return mots; end if;
  -- D’abord sa coopérative, comme une demande seule (`porte.bien_demander`) ; puis les biens que l’on voit, et eux seuls : un autre pôle n’attend pas.
  perform pg_advisory_xact_lock(4816, hashtext(porte.organisme()::text));
  perform from mutualisation.bien x join porte.biens_visibles() v on v.organisme_id = x.organisme_id and v.id = x.id
    where x.id = any (p_biens) and x.organisme_id <> porte.organisme() order by x.id for update of x;
  -- Une seule attend le visa de sa coopérative : aucune ne l’engage avant, et rendre ferme l’une sans l’autre ne serait plus tout ou rien. Ce qui était fait se défait, et tout se
  -- demande de nouveau, à viser.
  foreach a_viser in array array[false, true] loop
    begin
      for r in select x.id, x.bien, x.configuration, x.debut, x.fin, x.version, x.rang
          from unnest(p_ids, p_biens, p_configurations, p_debuts, p_fins, p_versions) with ordinality as x (id, bien, configuration, debut, fin, version, rang)
          order by (select min(coalesce(b.salle_id, b.id)::text) from mutualisation.bien b where b.id = x.bien), x.debut, x.rang loop
        mots[r.rang] := porte.demander_un_bien(r.id, r.bien, p_objet, r.configuration, r.debut, r.fin, p_le, r.version, a_viser);
        if mots[r.rang] = 'a-viser' and not a_viser then
          raise exception 'tout à viser' using errcode = 'CF410';
        end if;
      end loop;
      if not mots <@ (app.liste('reservations-qui-tiennent') || array['deja', 'a-viser']) then
        raise exception 'tout ou rien' using errcode = 'CF409';
      end if;
      exit;
    exception
      when sqlstate 'CF410' then null;
      when sqlstate 'CF409' then exit;
    end;
  end loop;
  return mots;
end $$;
comment on function porte.biens_demander is 'Réserve plusieurs biens d’autres coopératives sur plusieurs créneaux, tous ou aucun ; un mot par demande.';
grant execute on function porte.biens_demander to coforme_app;
