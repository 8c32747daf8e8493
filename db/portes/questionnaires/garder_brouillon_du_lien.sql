set local role coforme_porte;

create or replace function porte.garder_brouillon_du_lien(p_valeurs jsonb, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  quoi uuid := porte.objet();
begin
  p_le := porte.heure(p_le);
  if moi is null or quoi is null or not porte.par_lien() then return false; end if;
  insert into questionnaires.brouillon as b (organisme_id, activite_id, demande_id, valeurs, garde_le)
    select moi, x.activite_id, quoi, p_valeurs, p_le from questionnaires.demande x
      where x.organisme_id = moi and x.id = quoi and x.repondue_le is null
    on conflict (organisme_id, demande_id) do update set valeurs = excluded.valeurs, garde_le = excluded.garde_le;
  return found;
end $$;
comment on function porte.garder_brouillon_du_lien is 'Ce que la personne a écrit et pas encore envoyé.';
grant execute on function porte.garder_brouillon_du_lien to coforme_app;
