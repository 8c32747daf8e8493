set local role coforme_porte;

-- Chaque nuit : une personne partie ne reste pas occupée ailleurs par ce qu'on avait prévu avec elle.
create or replace function porte.reposer_cles_perimees() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare ici uuid := porte.organisme(); p uuid; n integer := 0;
begin
  if not porte.est_une_tache() then
    raise exception 'Une tâche repose les clés de la nuit.' using errcode = '42501';
  end if;
  for p in select distinct a.personne_id from sessions.affectation a
      join sessions.seance s on s.organisme_id = a.organisme_id and s.id = a.seance_id
     where a.organisme_id = ici and s.debut > porte.present() and a.cle <> porte.cle_de(ici, a.personne_id, a.compte_id)
     order by 1 loop
    begin
      n := n + porte.reposer_cles_de(ici, p, null);
    -- Prise ailleurs à la même heure sous son autre clé : la sienne reste, et le planning la montre deux fois prise.
    exception when exclusion_violation then null;
    end;
  end loop;
  return n;
end $$;
grant execute on function porte.reposer_cles_perimees to coforme_worker;
