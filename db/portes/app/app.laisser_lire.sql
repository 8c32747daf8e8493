-- Laisse les portes lire ces colonnes d'une table murée, et elles seules :
--   call app.laisser_lire('pole.adhesion', 'organisme_id, pole_id, du, au');
create or replace procedure app.laisser_lire(p_table text, colonnes text)
language plpgsql set search_path = '' as $$
declare t regclass := p_table::regclass;
begin
  execute format('grant select (%s) on %s to coforme_porte', colonnes, t);
  if not exists (select from pg_policy where polrelid = t and polname in ('porte', 'porte_lire')) then
    execute format('create policy porte_lire on %s for select to coforme_porte using (true)', t);
  end if;
end $$;
