set local role coforme_porte;

create or replace function porte.greffe() returns text
language sql stable parallel restricted set search_path = ''
begin atomic
  select regexp_replace(r.rcs, '^RCS\s+', '', 'i') from facturation.reglage r where r.organisme_id = (select app.organisme());
end;
comment on function porte.greffe is 'Le greffe où la coopérative est immatriculée, réglé avec les factures ; lu avec les droits de qui demande.';
grant execute on function porte.greffe to coforme_app;
