set local role coforme_porte;

-- Ce que le site de l'Union en montre, sans compte : aucune coopérative n'y est nommée, sinon celle qui propose.
create or replace function porte.poles_a_naitre()
returns table (id uuid, genre text, nom text, raison text, territoire text, departement text, cooperative text, proposee_le timestamptz, signatures bigint)
language sql stable security definer set search_path = ''
begin atomic
  select p.id, p.genre, p.nom, p.raison, p.territoire, p.departement, o.nom, p.proposee_le,
         (select count(*) from pole.soutien s where s.proposition_id = p.id)
    from pole.proposition p join organisme.organisme o on o.organisme_id = p.organisme_id
   where p.etat = 'ouverte' order by p.proposee_le desc limit 50;
end;
grant execute on function porte.poles_a_naitre to coforme_app;
