set local role coforme_porte;

-- Un lien personnel, une tablette n’ouvrent pas les comptes ; une enseigne seule non plus : le compte est à toute la coopérative.
create or replace function porte.courant_lit() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return not porte.par_lien() and app.toutes_activites() and porte.tient(app.liste('roles-qui-lisent-les-echanges'));
end $$;
comment on function porte.courant_lit is 'Vrai si la personne de la transaction lit le compte courant de sa coopérative (« echanges.lire »).';
revoke execute on function porte.courant_lit from public;
