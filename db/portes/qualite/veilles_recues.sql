set local role coforme_porte;

-- Une tâche compose le résumé d’un compte qu’elle nomme ; toute autre ne lit que les siennes.
create or replace function porte.veilles_recues(p_compte uuid)
returns table (ligne uuid, genre text, titre text, le date, contenu jsonb, rang integer, diffusee_le timestamptz, relancee_le timestamptz,
  lue_le timestamptz, suite text, lue_avant_le timestamptz, dite integer, dite_le timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare lecteur uuid := case when porte.est_une_tache() then p_compte else porte.personne() end;
begin
  if not porte.est_membre_ici() then return; end if;
  return query select r.id, r.genre, r.titre, r.le, r.contenu, r.rang, d.diffusee_le, d.relancee_le, v.lue_le, coalesce(v.suite, ''),
      (select max(x.lue_le) from qualite.veille_dite x where x.organisme_id = d.organisme_id and x.ligne_id = d.ligne_id and x.compte_id = d.compte_id
        and x.rang < r.rang),
      (select coalesce(max(x.dite), 0) from qualite.veille_lue x where x.organisme_id = d.organisme_id and x.ligne_id = d.ligne_id and x.compte_id = d.compte_id
        and x.rang = r.rang), v.dite_le
    from qualite.diffusion d
      cross join lateral (select x.* from (select y.id, y.rang, y.genre, y.titre, y.le, y.contenu, y.retire from qualite.registre y
        where y.organisme_id = d.organisme_id and y.id = d.ligne_id) x order by x.rang desc limit 1) r
      left join qualite.veille_dite v on v.organisme_id = d.organisme_id and v.ligne_id = d.ligne_id and v.compte_id = d.compte_id and v.rang = r.rang
    where d.organisme_id = porte.organisme() and d.compte_id = lecteur and not r.retire;
end $$;
comment on function porte.veilles_recues is 'Les veilles transmises à la personne qui lit, telles que leur dernière révision les dit, et ce qu’elle a dit de celle-ci.';
grant execute on function porte.veilles_recues to coforme_app;
