set local role coforme_porte;

create or replace function porte.reposer_cles_de(p_organisme uuid, p_personne uuid, p_ancien_compte uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  fiches uuid[];
  compte_ uuid;
  n integer := 0;
  x record;
begin
  perform pg_advisory_xact_lock(4812, hashtext(p_organisme::text));
  fiches := porte.fiches_reunies(p_organisme, p_personne);
  select v.compte_id into compte_ from tiers.intervenant v
    where v.organisme_id = p_organisme and v.personne_id = any (fiches) and v.compte_id is not null
    order by array_position(fiches, v.personne_id) limit 1;
  for x in
    select a.id, a.seance_id, a.personne_id, a.cle, a.compte_id, k.compte_id as nouveau_compte,
        porte.cle_de(p_organisme, a.personne_id, k.compte_id) as nouvelle
      from sessions.affectation a join sessions.seance s on s.organisme_id = a.organisme_id and s.id = a.seance_id,
        lateral (select coalesce(compte_, nullif(a.compte_id, p_ancien_compte)) as compte_id) k
      where a.organisme_id = p_organisme and a.personne_id = any (fiches) and s.debut > porte.present()
      order by s.debut, s.id
  loop
    continue when (x.cle, x.compte_id) is not distinct from (x.nouvelle, x.nouveau_compte);
    update sessions.affectation set cle = x.nouvelle, compte_id = x.nouveau_compte where organisme_id = p_organisme and id = x.id;
    continue when x.cle = x.nouvelle;
    delete from sessions.occupation where organisme_id = p_organisme and seance_id = x.seance_id and genre = 'personne' and ressource_id = x.personne_id;
    if found then perform porte.prendre(p_organisme, x.seance_id, 'personne', x.personne_id, x.nouvelle); end if;
    n := n + 1;
  end loop;
  return n;
end $$;
