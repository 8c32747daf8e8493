set local role coforme_porte;

-- La revue annuelle prolonge l’habilitation telle qu’elle est, d’un an de comité (`revue_mois`) après son terme : qui vise la donne, jamais pour
-- soi, une fois la revue notée au dossier ; une revue ne prolonge qu’une fois. Échue ou suspendue, elle se redemande ; ce qui la change repasse devant le comité.
create or replace function porte.prolonger_habilitation(p_habilitation uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  jour date := (coalesce(porte.heure(p_le), porte.present()) at time zone 'Europe/Paris')::date;
  h record;
  mois integer;
begin
  if not porte.peut_viser() or porte.par_lien() then return 'introuvable'; end if;
  select x.id, x.activite_id, x.personne_id, x.parcours_id, x.au, x.suspendue_le, x.prolongee_le into h from cae.habilitation x
   where x.organisme_id = moi and x.id = p_habilitation for update;
  if not found or not (app.toutes_activites() or h.activite_id = any (app.activites())) then return 'introuvable'; end if;
  if exists (select from cae.parcours p where p.organisme_id = moi and p.id = h.parcours_id and p.compte_id = porte.personne())
    or exists (select from tiers.intervenant i where i.organisme_id = moi and i.personne_id = any (porte.fiches_reunies(moi, h.personne_id))
      and i.compte_id = porte.personne()) then
    return 'revue-propre';
  end if;
  if h.suspendue_le is not null then return 'suspendue'; end if;
  if h.au < jour then return 'echue'; end if;
  if h.au > jour + app.duree('alerte-d-habilitation') then return 'trop-tot'; end if;
  if not exists (select from cae.etape e where e.organisme_id = moi and e.parcours_id = h.parcours_id and e.genre = 'revue'
      and e.faite_le between h.au - app.duree('alerte-d-habilitation') and jour
      and (h.prolongee_le is null or e.le > h.prolongee_le)) then
    return 'revue';
  end if;
  select c.revue_mois into mois from cae.comite c where c.organisme_id = moi;
  if mois is null then return 'quorum'; end if;
  -- L’heure de la base, à laquelle une étape se note.
  update cae.habilitation x set au = (h.au + make_interval(months => mois))::date, prolongee_le = clock_timestamp() where x.organisme_id = moi and x.id = h.id;
  return 'prolongee';
end $$;
comment on function porte.prolonger_habilitation is 'Prolonge une habilitation après sa revue : « prolongee », ou ce qui manque (« revue », « trop-tot », « echue », « suspendue », « revue-propre », « quorum », « introuvable »).';
grant execute on function porte.prolonger_habilitation to coforme_app;
