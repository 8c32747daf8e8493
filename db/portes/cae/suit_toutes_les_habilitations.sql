set local role coforme_porte;

create or replace function porte.suit_toutes_les_habilitations() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return porte.tient(app.liste('roles-qui-suivent-les-habilitations'));
end $$;
comment on function porte.suit_toutes_les_habilitations is 'Vrai si la personne peut demander ou abandonner une habilitation pour une autre (« habilitations.suivre », sur tout).';
grant execute on function porte.suit_toutes_les_habilitations to coforme_app, coforme_owner;
