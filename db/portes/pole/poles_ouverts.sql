set local role coforme_porte;

create or replace function porte.poles_ouverts()
returns table (pole_id uuid, code text, genre text, nom text, raison text, territoire text, courriel text, entree text, etat text, lance_le date, membres bigint)
language sql stable security definer set search_path = ''
begin atomic
  select p.pole_id, p.code, p.genre, p.nom, p.raison, p.territoire, p.courriel, p.entree, p.etat, p.lance_le,
         (select count(*) from pole.adhesion a where a.pole_id = p.pole_id and a.etat = 'active')
    from pole.pole p where p.public and p.etat <> 'propose' order by p.nom;
end;
comment on function porte.poles_ouverts is 'Les pôles que leur Union montre à tous, et combien de coopératives en sont.';
grant execute on function porte.poles_ouverts to coforme_app;
