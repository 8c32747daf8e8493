set local role coforme_porte;

create or replace function porte.adhesions()
returns table (compte uuid, courriel text, prenom text, nom text, roles text[], toutes boolean, activites uuid[],
  du date, au date, en_attente boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not porte.est_membre_ici() then return; end if;
  return query select c.id, c.courriel, case when a.acceptee_le is null then a.prenom else c.prenom end,
      case when a.acceptee_le is null then a.nom else c.nom end, a.roles, a.toutes, a.activites, a.du, a.au, a.acceptee_le is null
    from compte.adhesion a join compte.compte c on c.id = a.compte_id where a.organisme_id = porte.organisme();
end $$;
comment on function porte.adhesions is 'Les membres, passés compris : le journal les nomme. Rien pour le porteur d’un lien.';
grant execute on function porte.adhesions to coforme_app, coforme_migrator;
