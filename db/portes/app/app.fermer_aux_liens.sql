-- Ce qu'un lien personnel ou une tablette n'a pas à écrire ne s'écrit pas. Chaque fichier de murs le dit de ses tables, et
-- test/murs/liens-muets.itest.ts le vérifie de toutes. Une règle déjà posée sous ce nom, plus précise, reste.
create or replace procedure app.fermer_aux_liens(p_table text)
language plpgsql set search_path = '' as $$
declare
  t regclass := p_table::regclass;
  g record;
begin
  for g in select * from (values ('lien_ajouter', 'insert', 'with check'), ('lien_modifier', 'update', 'using'),
      ('lien_retirer', 'delete', 'using')) v (nom, geste, clause) loop
    if not exists (select from pg_policy where polrelid = t and polname = g.nom) then
      execute format('create policy %I on %s as restrictive for %s to coforme_app %s (not (select porte.par_lien()))',
        g.nom, t, g.geste, g.clause);
    end if;
  end loop;
end $$;
comment on procedure app.fermer_aux_liens is 'Un lien ou une tablette n’y ajoute, n’y change et n’y retire rien.';
