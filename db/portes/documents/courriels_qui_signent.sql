set local role coforme_porte;

-- Pour le mur des signatures : le lien d’une direction ne signe que s’il est parti à l’adresse de qui peut signer ce jour-là.
create or replace function porte.courriels_qui_signent() returns text[]
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(k.courriel), '{}') from organisme.signataire g join compte.compte k on k.id = g.compte_id
    where g.organisme_id = porte.organisme() and k.ferme_le is null and (g.debut <= porte.aujourd_hui() or porte.horloge_est_libre())
      and (g.fin is null or g.fin >= porte.aujourd_hui()) and (g.revoquee_le is null or g.revoquee_le > porte.aujourd_hui()));
end $$;
comment on function porte.courriels_qui_signent is 'Les adresses de qui peut signer aujourd’hui pour l’organisme de la transaction.';
grant execute on function porte.courriels_qui_signent to coforme_app, coforme_owner;
