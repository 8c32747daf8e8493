set local role coforme_porte;

-- Ce qui engage la coopérative est à toute elle : qui n’en tient qu’une enseigne n’en lit ni n’en décide rien.
create or replace function porte.tient_partout(p_roles text[]) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return app.toutes_activites() and porte.tient(p_roles);
end $$;
comment on function porte.tient_partout is 'La personne de la transaction tient, aujourd’hui, un de ces rôles, sur toutes les enseignes de son organisme.';
revoke execute on function porte.tient_partout from public;
