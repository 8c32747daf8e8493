set local role coforme_porte;

create or replace function porte.vivier_lit() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return not porte.par_lien() and porte.tient(app.liste('roles-du-vivier'));
end $$;
comment on function porte.vivier_lit is 'Vrai si la personne de la transaction cherche au vivier (« vivier.lire »).';
revoke execute on function porte.vivier_lit from public;
