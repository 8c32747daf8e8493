set local role coforme_porte;

-- Fini : l'adresse s'efface, l'empreinte reste, qui dit seulement qu'on ne veut plus rien.
create or replace function porte.finir_la_lettre(p_id uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  update portail.abonnement set etat = 'fini', chiffre = null, fini_le = p_le, poles = '{}', departements = '{}', themes = '{}'
   where id = p_id and etat <> 'fini';
  return exists (select from portail.abonnement where id = p_id);
end $$;
grant execute on function porte.finir_la_lettre to coforme_app;
