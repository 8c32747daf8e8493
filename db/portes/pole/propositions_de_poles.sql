set local role coforme_porte;

-- Toute coopérative de l'instance lit les propositions ouvertes, et les siennes une fois finies.
create or replace function porte.propositions_de_poles()
returns table (id uuid, code text, genre text, nom text, raison text, territoire text, departement text, courriel text, entree text, etat text,
  par text, cooperative text, proposee_le timestamptz, pole_id uuid, avis_de text, avis text, avis_texte text, avis_le timestamptz,
  signatures bigint, sienne boolean, signee boolean)
language sql stable security definer set search_path = ''
begin atomic
  select p.id, p.code, p.genre, p.nom, p.raison, p.territoire, p.departement, p.courriel, p.entree, p.etat, p.par, o.nom, p.proposee_le, p.pole_id,
         p.avis_de, p.avis, p.avis_texte, p.avis_le, (select count(*) from pole.soutien s where s.proposition_id = p.id),
         p.organisme_id = (select porte.organisme()),
         exists (select from pole.soutien s where s.proposition_id = p.id and s.organisme_id = (select porte.organisme()))
    from pole.proposition p join organisme.organisme o on o.organisme_id = p.organisme_id
   where (select porte.organisme()) is not null
     and (p.etat = 'ouverte' or p.organisme_id = (select porte.organisme())
       or exists (select from pole.soutien s where s.proposition_id = p.id and s.organisme_id = (select porte.organisme())))
   order by p.proposee_le desc limit 200;
end;
comment on function porte.propositions_de_poles is 'Les pôles qui cherchent des signatures, pour toute coopérative ; finies, pour qui les a signées.';
grant execute on function porte.propositions_de_poles to coforme_app;
