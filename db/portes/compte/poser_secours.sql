set local role coforme_porte;

create or replace function porte.poser_secours(p_compte uuid, p_secours bytea[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if cardinality(p_secours) is distinct from 10 then raise exception 'dix codes de secours' using errcode = '22023'; end if;
  delete from compte.secours where compte_id = p_compte;
  insert into compte.secours (compte_id, empreinte) select p_compte, e from unnest(p_secours) e;
end $$;
