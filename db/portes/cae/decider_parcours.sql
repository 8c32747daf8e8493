set local role coforme_porte;

-- Le comité décide : le quorum de ceux qui se sont prononcés, la majorité, un avis motivé. L’habilitation naît de la même écriture.
create or replace function porte.decider_parcours(p_parcours uuid, p_decision text, p_conditions text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  le timestamptz := coalesce(porte.heure(p_le), porte.present());
  jour date := (coalesce(porte.heure(p_le), porte.present()) at time zone 'Europe/Paris')::date;
  p record;
  c record;
  pour integer;
  reserves integer;
  contre integer;
begin
  -- Deux comités au même instant : le second attend, puis lit la décision du premier.
  select x.id, x.activite_id, x.personne_id, x.nature, x.role into p from cae.parcours x where x.organisme_id = moi and x.id = p_parcours for update;
  if not found then return 'introuvable'; end if;
  case porte.avis_permis(p_parcours) when 'permis' then null; else return porte.avis_permis(p_parcours); end case;
  if coalesce(length(btrim(p_decision)), 0) < 20 then return 'motif'; end if;
  select x.quorum, x.revue_mois into c from cae.comite x where x.organisme_id = moi;
  select count(*) filter (where a.avis = 'habiliter'), count(*) filter (where a.avis = 'sous-conditions'), count(*) filter (where a.avis = 'refuser')
    into pour, reserves, contre from cae.avis a where a.organisme_id = moi and a.parcours_id = p_parcours;
  if c.quorum is null or pour + reserves + contre < c.quorum then return 'quorum'; end if;
  if pour + reserves = contre then return 'partage'; end if;
  if pour + reserves > contre and reserves >= pour and coalesce(length(btrim(p_conditions)), 0) < 3 then return 'conditions'; end if;
  update cae.parcours x set etat = case when pour + reserves > contre then 'habilite' else 'refuse' end, decide_le = le, decide_par = porte.personne(),
      decision = btrim(p_decision) where x.organisme_id = moi and x.id = p_parcours;
  if pour + reserves <= contre then return 'refuse'; end if;
  insert into cae.habilitation (organisme_id, id, activite_id, personne_id, parcours_id, nature, role, du, au, conditions)
    values (moi, p.id, p.activite_id, p.personne_id, p.id, p.nature, p.role, jour, (jour + make_interval(months => c.revue_mois))::date,
      case when reserves >= pour then btrim(p_conditions) else '' end);
  return 'habilite';
end $$;
comment on function porte.decider_parcours is 'Décide d’un dossier d’habilitation : « habilite », « refuse », ou ce qui manque (« quorum », « partage », « motif », « conditions », « propre », « conflit », « retire », « decide », « introuvable »).';
grant execute on function porte.decider_parcours to coforme_app;
