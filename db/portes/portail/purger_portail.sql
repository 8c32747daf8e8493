set local role coforme_porte;

-- Ce qui n'a pas été prouvé en trois jours s'oublie, ce qui a été répondu en treize mois.
create or replace function porte.purger_portail(p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer; t integer := 0;
begin
  p_le := porte.heure(p_le);
  delete from portail.demande where (etat = 'a-prouver' and recue_le < p_le - app.duree('message-sans-preuve')) or recue_le < p_le - app.duree('message-garde');
  get diagnostics n = row_count; t := t + n;
  delete from portail.candidature where (faite_le is null and demandee_le < p_le - app.duree('message-sans-preuve')) or demandee_le < p_le - app.duree('message-garde');
  get diagnostics n = row_count; t := t + n;
  delete from portail.remise r using portail.abonnement a where r.abonnement_id = a.id
    and (a.etat = 'a-confirmer' and a.demande_le < p_le - app.duree('lettre-sans-preuve') or r.le < p_le - app.duree('message-garde'));
  delete from portail.abonnement a where a.etat = 'a-confirmer' and a.demande_le < p_le - app.duree('lettre-sans-preuve');
  get diagnostics n = row_count;
  return t + n;
end $$;
grant execute on function porte.purger_portail to coforme_worker;
