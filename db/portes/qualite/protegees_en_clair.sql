set local role coforme_maintenance;

-- Ce qui fut écrit en clair avant que les mots d'une affaire protégée ne se chiffrent. Une tâche seule le lit, chez elle.
create or replace function porte.protegees_en_clair() returns table (affaire uuid, objet text, recit bytea, suites jsonb)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not porte.conduit_un_effacement() then return; end if;
  if not porte.est_une_tache() then return; end if;
  return query select a.id, a.objet, a.recit, s.suites
    from qualite.affaire a cross join lateral (select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'texte', x.texte)), '[]') as suites
      from qualite.suite x where x.organisme_id = a.organisme_id and x.affaire_id = a.id and x.texte is not null and x.texte <> 'effacé') s
   where a.organisme_id = porte.organisme() and a.genre = any (app.liste('affaires-protegees')) and a.objet <> 'effacé'
     and (a.objet <> (app.objets_neutres() ->> a.genre) or s.suites <> '[]')
   order by a.id limit 200;
end $$;
comment on function porte.protegees_en_clair is 'Les affaires protégées dont l’objet ou les suites sont encore en clair ; à une tâche seule.';
revoke execute on function porte.protegees_en_clair from public;
grant execute on function porte.protegees_en_clair to coforme_app;
