set local role coforme_porte;

-- Une session qui se tiendra n’y vient, ne commence et ne reçoit quelqu’un de prêté qu’avec son dossier 21/22, ou par dérogation : changer d’état, affecter
-- quelqu’un, changer ses heures, tenir de nouveau une demi-journée, l’y mener d’une autre session. Dite tenue d’un trait, sans avoir commencé, de même.
create or replace function porte.garder_dossier_remis() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  la_session uuid;
  la uuid;
begin
  if porte.personne() is null or not exists (select from mutualisation.mission m where m.de_organisme_id = new.organisme_id) then return null; end if;
  if tg_table_name = 'session' then
    if not new.etat = any (app.liste('sessions-tenues'))
      or (old.etat = any (app.liste('sessions-tenues')) and not new.etat = any (app.liste('sessions-qui-se-tiennent')))
      or not exists (select from porte.sans_dossier(new.id)) then return null; end if;
  else
    if tg_table_name = 'affectation' then la := new.seance_id; else la := new.id; end if;
    select s.id into la_session from sessions.seance x join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
     where x.organisme_id = new.organisme_id and x.id = la and s.etat = any (app.liste('sessions-tenues'));
    if not found or not exists (select from porte.sans_dossier(la_session) d
        join sessions.affectation a on a.organisme_id = new.organisme_id and a.seance_id = la and a.personne_id = d.personne
        where tg_table_name = 'seance' or d.personne = (to_jsonb(new) ->> 'personne_id')::uuid) then return null; end if;
  end if;
  raise exception 'sans-dossier' using errcode = '23514', constraint = 'session_dossier_remis';
end $$;
grant execute on function porte.garder_dossier_remis to coforme_owner;
