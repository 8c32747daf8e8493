set local role coforme_porte;

create or replace function porte.adhesion_acceptee() returns trigger
language plpgsql security definer set search_path = '' as $$
declare p uuid;
begin
  for p in select distinct a.personne_id from sessions.affectation a
      left join tiers.intervenant v on v.organisme_id = a.organisme_id and v.personne_id = a.personne_id
     where a.organisme_id = new.organisme_id and (a.compte_id = new.compte_id or v.compte_id = new.compte_id) loop
    begin
      perform porte.reposer_cles_de(new.organisme_id, p, null);
    exception when exclusion_violation then null;
    end;
  end loop;
  return null;
end $$;
grant execute on function porte.adhesion_acceptee to coforme_owner;
