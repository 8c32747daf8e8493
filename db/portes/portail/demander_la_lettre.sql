set local role coforme_porte;

-- Ne rend rien : la tâche écrit à l'adresse, pour confirmer ou pour dire qu'elle la reçoit déjà.
create or replace function porte.demander_la_lettre(p_id uuid, p_empreinte bytea, p_chiffre bytea, p_poles text[], p_departements text[], p_themes text[],
  p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  insert into portail.abonnement as a (id, empreinte, chiffre, etat, demande_le, poles, departements, themes)
    values (p_id, p_empreinte, p_chiffre, 'a-confirmer', p_le,
      array(select p.pole_id from pole.pole p where p.public and p.code = any (p_poles)), p_departements, p_themes)
    on conflict (empreinte) do update set chiffre = excluded.chiffre, etat = 'a-confirmer', poles = excluded.poles,
      departements = excluded.departements, themes = excluded.themes,
      demande_le = p_le, fini_le = null, confirme_le = null where a.etat <> 'actif';
  perform porte.enfiler_preuve('lettre', a.id) from portail.abonnement a where a.empreinte = p_empreinte;
end $$;
grant execute on function porte.demander_la_lettre to coforme_app;
