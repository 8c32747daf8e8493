set local role coforme_maintenance;

-- Un sens seulement : du clair au chiffré, et seulement ce qui est en clair. Le récit n'entre qu'à la place de celui que l'on a lu.
create or replace function porte.fermer_protegee(p_affaire uuid, p_avant bytea, p_recit bytea, p_suites uuid[], p_chiffres bytea[]) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
begin
  if not porte.conduit_un_effacement() then return false; end if;
  if not porte.est_une_tache() or cardinality(p_suites) is distinct from cardinality(p_chiffres) then return false; end if;
  update qualite.affaire a set recit = p_recit, objet = app.objets_neutres() ->> a.genre
   where a.organisme_id = moi and a.id = p_affaire and a.genre = any (app.liste('affaires-protegees')) and a.recit = p_avant and a.objet <> 'effacé';
  if not found then return false; end if;
  update qualite.suite s set texte = null, chiffre = c.octets from unnest(p_suites, p_chiffres) c (id, octets)
   where s.organisme_id = moi and s.affaire_id = p_affaire and s.id = c.id and s.texte is not null;
  return true;
end $$;
comment on function porte.fermer_protegee is 'Remplace par son chiffré ce qu’une affaire protégée disait en clair ; faux si elle a changé, ou si ce n’est pas une tâche.';
revoke execute on function porte.fermer_protegee from public;
grant execute on function porte.fermer_protegee to coforme_app;
