set local role coforme_porte;

-- Chez qui reçoit et choisit : l’accord tient et la personne est encore de sa coopérative, ou le dossier a servi ; son terme n’est pas passé ; la mission
-- n’est pas rompue.
create or replace function porte.remise_lisible(p_id uuid) returns mutualisation.remise
language plpgsql stable security definer set search_path = '' as $$
declare r mutualisation.remise;
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) then return null; end if;
  select x.* into r from mutualisation.remise x
    join mutualisation.mission m on m.organisme_id = x.organisme_id and m.id = x.mission_id
   where x.id = p_id and x.de_organisme_id = porte.organisme() and x.effacee_le is null and x.jusqu_au >= porte.aujourd_hui()
     and (x.employee_le is not null or (x.retiree_le is null and m.etat = any (app.liste('missions-qui-tiennent-l-heure'))
       and porte.vivier_membre(x.organisme_id, x.compte_id)));
  return r;
end $$;
comment on function porte.remise_lisible is 'Le dossier remis, si qui reçoit peut encore l’ouvrir.';
revoke execute on function porte.remise_lisible from public;
