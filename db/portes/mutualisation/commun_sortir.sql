set local role coforme_porte;

create or replace function porte.commun_sortir(p_id uuid, p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  m mutualisation.membre_commun;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) then return 'refuse'; end if;
  select * into m from mutualisation.membre_commun x where moi in (x.organisme_id, x.membre_id) and x.id = p_id for update;
  if not found then return 'introuvable'; end if;
  if m.etat not in ('invite', 'membre') then return m.etat; end if;
  update mutualisation.membre_commun x set etat = case m.etat when 'membre' then 'sorti' else 'refuse' end, motif = p_motif, fini_le = p_le,
      fini_par = porte.personne() where x.organisme_id = m.organisme_id and x.id = p_id;
  return 'fini';
end $$;
comment on function porte.commun_sortir is 'L’une des deux met fin à l’appartenance à un organisme commun ; les dossiers restent à celui-ci.';
grant execute on function porte.commun_sortir to coforme_app;
