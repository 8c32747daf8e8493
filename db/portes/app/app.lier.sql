-- Ajoute une clé étrangère à une table qui a peut-être des lignes. Sous FORCE, le propriétaire ne voit rien :
-- PostgreSQL validerait la clé par-dessus des orphelins, sans un mot.
--   call app.lier('journal.geste', 'geste_activite_fk', 'organisme_id, activite_id', 'organisme.activite (organisme_id, id)');
create or replace procedure app.lier(p_table text, nom text, colonnes text, cible text)
language plpgsql set search_path = '' as $$
declare
  t regclass := p_table::regclass;
  c regclass := trim(split_part(cible, '(', 1))::regclass;
  force_t boolean := (select relforcerowsecurity from pg_class where oid = t);
  force_c boolean := (select relforcerowsecurity from pg_class where oid = c);
begin
  if force_t then execute format('alter table %s no force row level security', t); end if;
  if force_c and c <> t then execute format('alter table %s no force row level security', c); end if;
  execute format('alter table %s add constraint %I foreign key (%s) references %s', t, nom, colonnes, cible);
  if force_t then execute format('alter table %s force row level security', t); end if;
  if force_c and c <> t then execute format('alter table %s force row level security', c); end if;
end $$;
