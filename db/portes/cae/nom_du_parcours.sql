set local role coforme_porte;

-- Qui siège juge un dossier, et lit de qui il est ; la fiche, elle, reste à son enseigne.
create or replace function porte.nom_du_parcours(p_parcours uuid) returns text
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return (select q.prenom || ' ' || q.nom from cae.parcours p join tiers.personne q on q.organisme_id = p.organisme_id and q.id = p.personne_id
    where p.organisme_id = porte.organisme() and p.id = p_parcours
      and (app.toutes_activites() or p.activite_id = any (app.activites()) or porte.siege_au_comite()));
end $$;
comment on function porte.nom_du_parcours is 'Le nom de la personne d’un dossier que l’on peut lire.';
grant execute on function porte.nom_du_parcours to coforme_app;
