set local role coforme_porte;

create or replace function porte.reponse_ecarter(p_reponse uuid, p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare r mutualisation.reponse;
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) then return 'refuse'; end if;
  select * into r from mutualisation.reponse x where x.appel_organisme_id = porte.organisme() and x.id = p_reponse and x.retiree_le is null
    and x.ecartee_le is null for update;
  if not found then return 'introuvable'; end if;
  if exists (select from mutualisation.mission m where m.organisme_id = r.organisme_id and m.reponse_id = r.id and m.etat = any (app.liste('missions-vives')))
    then return 'choisie'; end if;
  update mutualisation.reponse x set ecartee_le = porte.heure(p_le), ecartee_par = porte.personne(), motif = p_motif
   where x.organisme_id = r.organisme_id and x.id = r.id;
  return 'ecartee';
end $$;
comment on function porte.reponse_ecarter is 'La coopérative qui appelle écarte une réponse ; son motif ne se lit que de la personne.';
grant execute on function porte.reponse_ecarter to coforme_app;
