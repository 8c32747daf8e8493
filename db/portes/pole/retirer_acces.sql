set local role coforme_porte;

-- Qui y entre en ressort, ou en fait sortir une autre ; la dernière personne reste. « faite », « derniere », « absente » ; null : pas à elle.
create or replace function porte.retirer_acces(p_pole uuid, p_dossier uuid, p_organisme uuid, p_compte uuid, p_le timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_dossier = any (porte.mes_dossiers()) then return null; end if;
  perform from pole.acces where pole_id = p_pole and dossier_id = p_dossier order by organisme_id, compte_id for update;
  if (select count(*) from pole.acces where pole_id = p_pole and dossier_id = p_dossier and retire_le is null) < 2 then return 'derniere'; end if;
  update pole.acces set retire_le = p_le
   where pole_id = p_pole and dossier_id = p_dossier and organisme_id = p_organisme and compte_id = p_compte and retire_le is null;
  return case when found then 'faite' else 'absente' end;
end $$;
grant execute on function porte.retirer_acces to coforme_app;
