-- Lève l'erreur d'une déclaration incomplète plutôt que de fabriquer un mur troué.
create or replace function app.exiger_colonne(p_table regclass, p_colonne text, p_obligatoire boolean) returns void
language plpgsql stable set search_path = '' as $$
begin
  if not exists (select from pg_attribute where attrelid = p_table and attname = p_colonne and not attisdropped
                  and (attnotnull or not p_obligatoire)) then
    raise exception 'app.proteger : % doit avoir une colonne %.', p_table,
      p_colonne || case when p_obligatoire then ' not null' else '' end using errcode = '42P16';
  end if;
end $$;
