set local role coforme_porte;

create or replace function porte.confirmer_la_lettre(p_id uuid, p_preuve bytea, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare e text;
begin
  p_le := porte.heure(p_le);
  update portail.abonnement set etat = 'actif', confirme_le = p_le
   where id = p_id and preuve = sha256(p_preuve) and etat = 'a-confirmer' and demande_le > p_le - app.duree('lettre-sans-preuve');
  select etat into e from portail.abonnement where id = p_id and preuve = sha256(p_preuve);
  return e;
end $$;
grant execute on function porte.confirmer_la_lettre to coforme_app;
