set local role coforme_porte;

-- Rejoindre : libre, on y est si l'identité est visée ; sinon on attend le visa de qui anime, ou celui de l'Union. Demander deux fois ne change rien.
create or replace function porte.rejoindre_pole(p_pole uuid, p_cherche text, p_propose text, p_nom text, p_le timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); p record; e text;
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null then
    raise exception 'Une coopérative rejoint un pôle par une de ses personnes.' using errcode = '42501';
  end if;
  select entree, etat into p from pole.pole where pole_id = p_pole and public and pole.etat = any (app.liste('poles-ouverts'));
  if not found then return null; end if;
  e := case when p.entree = 'libre' and porte.identite_visee(moi) then 'active' else 'demandee' end;
  insert into pole.adhesion as a (pole_id, organisme_id, etat, demandee_le, demandee_par, du, cherche, propose)
    values (p_pole, moi, e, p_le, qui, case e when 'active' then (p_le at time zone 'Europe/Paris')::date end, p_cherche, p_propose)
    on conflict (pole_id, organisme_id) do update
      set etat = excluded.etat, demandee_le = excluded.demandee_le, demandee_par = excluded.demandee_par, du = excluded.du,
          au = null, motif = null, accueillie_le = null, cherche = excluded.cherche, propose = excluded.propose
      where a.etat in ('refusee', 'sortie');
  if not found then
    select etat into e from pole.adhesion where pole_id = p_pole and organisme_id = moi;
    return case e when 'demandee' then 'attente' else e end;
  end if;
  select etat into e from pole.adhesion where pole_id = p_pole and organisme_id = moi;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (p_pole, moi, qui, 'titulaire', p_nom, p_le)
    on conflict do nothing;
  return e;
end $$;
comment on function porte.rejoindre_pole is 'Rend l’état de l’adhésion (active, demandee ; attente : déjà demandée), ou null si ce pôle n’accueille pas.';
grant execute on function porte.rejoindre_pole to coforme_app;
