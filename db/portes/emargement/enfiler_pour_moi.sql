set local role coforme_porte;

create or replace function porte.enfiler_pour_moi(nom text, payload jsonb, cle text, run_at timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if moi is null or payload ->> 'organisme' is distinct from moi::text then
    raise exception 'Une tâche porte l’organisme de la transaction qui l’enfile.' using errcode = '42501';
  end if;
  -- Les autres ne naissent que par une porte, ou d'une tournée.
  if nom is null or session_user = 'coforme_web' and not nom = any (porte.taches_des_pages()) or nom ~ '^(comptes|plateforme|portail)\.' then
    raise exception 'Cette tâche ne s’enfile que par sa porte.' using errcode = '42501';
  end if;
  -- Un lien personnel, une tablette : l'exemplaire de ce qu'on y signe, le code qu'on y demande.
  if porte.par_lien() and not nom = any (array['documents.composer-exemplaire', 'emargement.envoyer-code', 'emargement.envoyer-code-du-lien',
    'emargement.porter-jalons']) then
    raise exception 'Un lien personnel n’enfile pas cette tâche.' using errcode = '42501';
  end if;
  if octet_length(payload::text) > 10000 or length(nom) > 100 or length(cle) > 200 then
    raise exception 'Une tâche ne porte que des identifiants.' using errcode = '22001';
  end if;
  -- La clé est préfixée : un organisme ne remplace pas la tâche d'un autre.
  perform porte.enfiler(nom, payload, moi::text || ':' || cle, run_at);
end $$;
grant execute on function porte.enfiler_pour_moi to coforme_app;
