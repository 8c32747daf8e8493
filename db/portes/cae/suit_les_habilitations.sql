set local role coforme_porte;

create or replace function porte.suit_les_habilitations() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return porte.tient(app.liste('roles-des-habilitations'));
end $$;
comment on function porte.suit_les_habilitations is 'Vrai si la personne peut demander une habilitation, ou abandonner une demande (« habilitations.suivre »).';
grant execute on function porte.suit_les_habilitations to coforme_app, coforme_owner;
