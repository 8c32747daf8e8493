set local role coforme_porte;

create or replace function porte.reponse_retirer(p_reponse uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.par_lien() then return 'refuse'; end if;
  perform from mutualisation.reponse r where r.organisme_id = porte.organisme() and r.id = p_reponse
    and (r.compte_id = porte.personne() or porte.tient_partout(app.liste('roles-des-appels'))) and r.retiree_le is null for update;
  if not found then return 'introuvable'; end if;
  if exists (select from mutualisation.mission m where m.organisme_id = porte.organisme() and m.reponse_id = p_reponse
      and m.etat = any (app.liste('missions-vives'))) then return 'choisie'; end if;
  update mutualisation.reponse r set retiree_le = porte.heure(p_le) where r.organisme_id = porte.organisme() and r.id = p_reponse;
  return 'otee';
end $$;
comment on function porte.reponse_retirer is 'La personne, ou sa coopérative, retire une réponse qui n’est pas choisie.';
grant execute on function porte.reponse_retirer to coforme_app;
