set local role coforme_porte;

-- Une session qui se tiendra n’y vient qu’avec des gens habilités, et n’y change pas de nature sans cela. Qui en répond désormais l’est
-- comme responsable : de celles et ceux qui l’animaient déjà, rien ne se rejuge. Dite tenue sans avoir été confirmée, elle se juge aussi.
create or replace function porte.garder_habilitation() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  manquent uuid[];
begin
  if porte.personne() is null or not new.etat = any (app.liste('sessions-tenues')) then return null; end if;
  if old.etat = any (app.liste('sessions-tenues')) and not old.etat = any (app.liste('sessions-qui-se-tiennent'))
    and not new.etat = any (app.liste('sessions-qui-se-tiennent')) then return null; end if;
  if old.etat = any (app.liste('sessions-qui-se-tiennent')) and new.nature = old.nature and new.formateur_id is not distinct from old.formateur_id then
    return null;
  end if;
  manquent := porte.non_habilites(new.id);
  if old.etat = any (app.liste('sessions-qui-se-tiennent')) and new.nature = old.nature then
    manquent := array(select a.personne_id from sessions.seance x
      join sessions.affectation a on a.organisme_id = x.organisme_id and a.seance_id = x.id
     where x.organisme_id = new.organisme_id and x.session_id = new.id and a.personne_id = any (manquent)
       and (a.compte_id = new.formateur_id or exists (select from tiers.intervenant i where i.organisme_id = new.organisme_id
         and i.personne_id = any (porte.fiches_reunies(new.organisme_id, a.personne_id)) and i.compte_id = new.formateur_id)));
  end if;
  if cardinality(manquent) > 0 then
    raise exception 'non-habilite' using errcode = '23514', constraint = 'session_habilitation';
  end if;
  return null;
end $$;
grant execute on function porte.garder_habilitation to coforme_owner;
