set local role coforme_porte;

-- À la personne, les siens ; à qui l’a écrit, les siens : effacé par la personne, sans ses mots. Rien d’autre, rien de plus de douze mois.
create or replace function porte.retours()
returns table (id uuid, mission uuid, objet text, receveur text, nom text, texte text, ecrit_le timestamptz, reponse text, repondu_le timestamptz,
  partage_le timestamptz, de_moi boolean, a_moi boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  qui uuid := porte.personne();
  ecrit boolean := porte.tient_partout(app.liste('roles-des-appels'));
begin
  if ici is null or qui is null or porte.par_lien() then return; end if;
  return query select r.id, r.mission_id, a.objet, o.nom, trim(k.prenom || ' ' || k.nom), r.texte, r.ecrit_le, r.reponse, r.repondu_le, r.partage_le,
      r.organisme_id = ici, r.compte_id = qui and r.mission_organisme_id = ici
    from mutualisation.retour r
    join mutualisation.mission m on m.organisme_id = r.mission_organisme_id and m.id = r.mission_id
    join mutualisation.reponse s on s.organisme_id = m.organisme_id and s.id = m.reponse_id
    join mutualisation.appel a on a.organisme_id = s.appel_organisme_id and a.id = s.appel_id
    join organisme.organisme o on o.organisme_id = r.organisme_id
    join compte.compte k on k.id = r.compte_id
   where r.ecrit_le > porte.present() - app.duree('retour-garde')
     and ((r.organisme_id = ici and ecrit) or (r.compte_id = qui and r.mission_organisme_id = ici and r.ote_le is null))
   order by r.ecrit_le desc, r.id;
end $$;
comment on function porte.retours is 'Les retours écrits sur des missions, de qui les a écrits ou de la personne.';
grant execute on function porte.retours to coforme_app;
