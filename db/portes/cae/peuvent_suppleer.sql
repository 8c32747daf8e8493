set local role coforme_porte;

-- Qui supplée lit ce qui est à viser : toutes les enseignes.
create or replace function porte.peuvent_suppleer() returns uuid[]
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return array(select a.compte_id from compte.adhesion a where a.organisme_id = porte.organisme() and a.toutes
    and a.acceptee_le is not null and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;
comment on function porte.peuvent_suppleer is 'Les comptes d’ici qui lisent toutes les enseignes : chacun peut viser à la place d’une personne absente.';
grant execute on function porte.peuvent_suppleer to coforme_app, coforme_owner;
