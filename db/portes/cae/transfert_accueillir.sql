set local role coforme_porte;

-- L’accord de la seconde direction : l’enseigne naît chez elle. Ce qui vient se lit encore dans la même transaction (`transfert_fichier`).
create or replace function porte.transfert_accueillir(p_id uuid, p_activite uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  t cae.transfert;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) then return 'refuse'; end if;
  select * into t from cae.transfert x where x.vers_organisme_id = moi and x.id = p_id and x.remis_le is not null for update;
  if not found then return 'introuvable'; end if;
  if t.etat <> 'remis' then return t.etat; end if;
  if not exists (select from organisme.activite a where a.organisme_id = moi and a.id = p_activite and not a.commune) then return 'introuvable'; end if;
  update cae.transfert x set etat = 'accueilli', enseigne_nee_id = p_activite, fini_le = p_le, fini_par = porte.personne()
    where x.organisme_id = t.organisme_id and x.id = p_id;
  return 'accueillie';
end $$;
comment on function porte.transfert_accueillir is 'La direction de l’autre coopérative accueille l’enseigne.';
grant execute on function porte.transfert_accueillir to coforme_app;
