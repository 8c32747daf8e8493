set local role coforme_porte;

-- Ouvre un dossier fermé dans un groupe dont on est ; il ne s'ouvre d'abord qu'à soi. Faux : pas de ce groupe.
create or replace function porte.ouvrir_dossier(p_pole uuid, p_groupe uuid, p_dossier uuid, p_nom text, p_objet text, p_par text, p_le timestamptz)
returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null or not p_pole = any (porte.poles())
     or not exists (select from pole.participant where pole_id = p_pole and groupe_id = p_groupe and organisme_id = moi and compte_id = qui) then
    return false;
  end if;
  insert into pole.dossier (pole_id, id, groupe_id, organisme_id, nom, objet, ouvert_le)
    values (p_pole, p_dossier, p_groupe, moi, p_nom, p_objet, p_le) on conflict do nothing;
  if not found then return p_dossier = any (porte.mes_dossiers()); end if;
  insert into pole.acces (pole_id, dossier_id, organisme_id, compte_id, nom, du, par_id) values (p_pole, p_dossier, moi, qui, p_par, p_le, qui);
  return true;
end $$;
grant execute on function porte.ouvrir_dossier to coforme_app;
