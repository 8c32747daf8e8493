set local role coforme_porte;

-- La personne, pour elle ; ou sa coopérative, pour une personne qui montre sa fiche à qui appelle. Une date déjà prise se refuse.
create or replace function porte.appel_repondre(p_id uuid, p_appel uuid, p_fiche uuid, p_part text, p_rangs integer[], p_prix bigint, p_au_cout boolean,
  p_statut text, p_message text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  a mutualisation.appel;
  f record;
  elle boolean;
begin
  p_le := porte.heure(p_le);
  select * into a from porte.appels_visibles() x where x.id = p_appel and x.organisme_id <> moi;
  if not found then return 'introuvable'; end if;
  if a.clos_le is not null or a.jusqu_au <= p_le then return 'clos'; end if;
  select x.id, x.compte_id, x.portee, x.choisies into f from mutualisation.fiche x where x.organisme_id = moi and x.id = p_fiche;
  if not found then return 'introuvable'; end if;
  elle := f.compte_id = porte.personne();
  if not (case when elle then porte.tient(app.liste('roles-des-fiches-du-vivier')) else porte.tient_partout(app.liste('roles-des-appels')) end) then return 'refuse'; end if;
  -- Répondre montre son nom : sans son accord à montrer sa fiche, personne ne le fait pour elle, ni elle sans l’avoir lu.
  if not porte.vivier_accepte(moi, f.compte_id, 'fiche') or (not elle and f.portee <> 'pole' and not a.organisme_id = any (f.choisies)) then
    return 'sans-accord';
  end if;
  if a.vu_de = 'personnes' and not p_fiche = any (a.fiches) then return 'introuvable'; end if;
  if exists (select from unnest(p_rangs) x where not exists (select from mutualisation.appel_date d
      where d.organisme_id = a.organisme_id and d.appel_id = a.id and d.rang = x)) then return 'date'; end if;
  if p_rangs && porte.appel_pris(p_appel, p_fiche) then return 'pris'; end if;
  if a.prix_genre = 'fixe' and (p_prix > a.prix_min or p_part = 'tout' and p_prix <> a.prix_min)
      or a.prix_genre = 'fourchette' and p_prix > a.prix_max then return 'prix'; end if;
  insert into mutualisation.reponse (organisme_id, id, appel_organisme_id, appel_id, compte_id, part, rangs, prix_centimes, au_cout, statut, message, par,
      faite_le, faite_par)
    values (moi, p_id, a.organisme_id, p_appel, f.compte_id, p_part, array(select distinct x from unnest(p_rangs) x order by 1), p_prix, p_au_cout, p_statut,
      p_message, case when elle then 'personne' else 'cooperative' end, p_le, porte.personne()) on conflict do nothing;
  return case when found then 'repondue' when exists (select from mutualisation.reponse x where x.id = p_id and x.organisme_id <> moi) then 'refuse' else 'deja' end;
end $$;
comment on function porte.appel_repondre is 'Répond à un appel, pour soi ou pour une personne de sa coopérative.';
grant execute on function porte.appel_repondre to coforme_app;
