set local role coforme_porte;

-- La fiche de qui intervient est à l’enseigne qui l’envoie : l’autre n’en lit que le nom, et rien de plus.
create or replace function porte.intervenant_de(p_mission uuid) returns text
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return (select p.prenom || ' ' || p.nom from cae.mission m
      join tiers.personne p on p.organisme_id = m.organisme_id and p.id = m.intervenant_id
    where m.organisme_id = porte.organisme() and m.id = p_mission
      and (app.toutes_activites() or m.acheteuse_id = any (app.activites()) or m.vendeuse_id = any (app.activites())));
end $$;
comment on function porte.intervenant_de is 'Le nom de qui intervient dans une mission dont on est l’une des deux enseignes.';
grant execute on function porte.intervenant_de to coforme_app;
