set local role coforme_porte;

-- Une demande par droit à la fois ; le texte arrive chiffré. Le mois se compte du jour de la base.
create or replace function porte.espace_demander(p_jeton bytea, p_id uuid, p_genre text, p_chiffre bytea, p_geste uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare a record;
begin
  select * into a from porte.acces_du_lien(p_jeton);
  if not found or a.genre = 'agenda' or not p_genre = any (app.liste('droits-des-personnes')) or octet_length(p_chiffre) > 20000 then
    return false;
  end if;
  perform pg_advisory_xact_lock(hashtext('espaces.demander'), hashtext(a.personne_id::text));
  if exists (select from donnees.demande d where d.organisme_id = a.organisme_id and d.personne_id = any (a.fiches) and d.genre = p_genre and d.reponse is null) then
    return false;
  end if;
  insert into donnees.demande (organisme_id, id, activite_id, personne_id, genre, canal, recue_le, echeance, precision_chiffree, inscrite_le, par)
    values (a.organisme_id, p_id, a.activite_id, a.personne_id, p_genre, 'espace', porte.aujourd_hui(),
      (porte.aujourd_hui() + app.duree('reponse-a-une-demande'))::date, p_chiffre, now(), null);
  insert into journal.geste (organisme_id, id, activite_id, fait_le, par, module, geste, objet_genre, objet_id, phrase)
    values (a.organisme_id, p_geste, a.activite_id, now(), null, 'espaces', 'demander-donnees', 'tiers', a.personne_id,
      '{tiers:' || a.personne_id || '} écrit une demande sur ses données, par son espace.');
  return true;
end $$;
comment on function porte.espace_demander is 'Garde la demande de la personne du lien ; faux si une pareille attend déjà, ou si le lien ne vaut pas.';
grant execute on function porte.espace_demander to coforme_app;
