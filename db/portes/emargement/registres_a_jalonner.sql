set local role coforme_porte;

-- Pour la tournée quotidienne : qui a des entrées qu’aucun jalon ne couvre.
create or replace function porte.registres_a_jalonner() returns setof uuid
language sql stable security definer set search_path = ''
begin atomic
  select o.organisme_id from organisme.organisme o
   where (select max(m.numero) from emargement.maillon m where m.organisme_id = o.organisme_id)
       > coalesce((select max(j.numero) from emargement.jalon j where j.organisme_id = o.organisme_id), 0);
end;
grant execute on function porte.registres_a_jalonner to coforme_worker;
