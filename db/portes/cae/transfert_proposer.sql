set local role coforme_porte;

-- La direction propose ; chaque personne de l’enseigne aura à l’accorder. Une autre coopérative d’activité de la plateforme, nommée par son SIRET.
create or replace function porte.transfert_proposer(p_id uuid, p_activite uuid, p_siret text, p_jour date, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  vers uuid;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent'))
    or not exists (select from organisme.organisme o where o.organisme_id = moi and o.cae) then return 'refuse'; end if;
  if not exists (select from organisme.activite a where a.organisme_id = moi and a.id = p_activite and not a.commune and a.fermee_le is null) then
    return 'introuvable';
  end if;
  if exists (select from organisme.organisme o where o.organisme_id = moi and o.siret = p_siret) then return 'soi'; end if;
  -- Deux fiches du même SIRET ne désignent personne.
  if (select count(*) from organisme.organisme o where o.siret = p_siret and o.cae) <> 1 then return 'inconnue'; end if;
  select o.organisme_id into vers from organisme.organisme o where o.siret = p_siret and o.cae;
  if not exists (select from porte.personnes_de_l_enseigne(p_activite)) then return 'personne'; end if;
  if exists (select from porte.personnes_de_l_enseigne(p_activite) g where g.compte is null) then return 'sans-compte'; end if;
  insert into cae.transfert (organisme_id, id, enseigne_id, vers_organisme_id, le, etat, propose_le, propose_par)
    values (moi, p_id, p_activite, vers, p_jour, 'propose', p_le, porte.personne()) on conflict (organisme_id, id) do nothing;
  if not found then return 'propose'; end if;
  insert into cae.accord_de_transfert (organisme_id, transfert_id, compte_id)
    select distinct moi, p_id, g.compte from porte.personnes_de_l_enseigne(p_activite) g;
  return 'propose';
exception when unique_violation then return 'deja';
end $$;
comment on function porte.transfert_proposer is 'La direction propose de transférer une enseigne à une autre coopérative d’activité.';
grant execute on function porte.transfert_proposer to coforme_app;
