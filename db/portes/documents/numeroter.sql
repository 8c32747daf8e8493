set local role coforme_porte;

-- Un numéro se prend avec la pièce qu'il numérote, qu'aucun lien n'émet.
create or replace function porte.numeroter(p_serie text, p_annee integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  if porte.organisme() is null or porte.par_lien() then
    raise exception 'Un numéro se prend pour un organisme.' using errcode = '42501';
  end if;
  insert into documents.compteur as c (organisme_id, serie, annee, dernier)
    values (porte.organisme(), p_serie, p_annee, 1)
    on conflict (organisme_id, serie, annee) do update set dernier = c.dernier + 1
    returning dernier into n;
  return n;
end $$;
comment on function porte.numeroter is 'Le numéro suivant d’une série et d’une année, pour l’organisme de la transaction. Continu : une transaction défaite le rend.';
grant execute on function porte.numeroter to coforme_app;
