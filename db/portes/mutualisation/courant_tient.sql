set local role coforme_porte;

create or replace function porte.courant_tient() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return not porte.par_lien() and app.toutes_activites() and porte.tient(app.liste('roles-des-echanges'));
end $$;
comment on function porte.courant_tient is 'Vrai si la personne de la transaction engage le compte courant de sa coopérative (« echanges.tenir »).';
revoke execute on function porte.courant_tient from public;
