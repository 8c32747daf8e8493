set local role coforme_porte;

-- D’où viennent les avis, et de quand date chaque copie. L’adresse est publique : rien n’y est secret.
create or replace function porte.source_des_marches()
returns table (adresse text, active boolean, essai_le timestamptz, bonne_le timestamptz, echec text, recus integer, rejets integer, genre text)
language sql stable security definer set search_path = ''
begin atomic
  select s.adresse, s.active, s.essai_le, s.bonne_le, s.echec, s.recus, s.rejets, s.genre from marches.source s order by s.genre;
end;
grant execute on function porte.source_des_marches to coforme_app, coforme_worker;
