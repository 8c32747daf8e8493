-- Une source par genre : le BOAMP, et la recherche du TED.
set local role coforme_porte;
drop function if exists porte.source_des_marches();
drop function if exists porte.noter_releve(timestamptz, text, integer, integer);
drop function if exists porte.regler_source_des_marches(text, boolean, timestamptz);
set local role coforme_owner;
alter table marches.source add column genre text not null default 'boamp' check (genre in ('boamp', 'ted'));
alter table marches.source alter column genre set statistics 0;
alter table marches.source drop constraint source_pkey;
alter table marches.source add primary key (genre);
alter table marches.source drop column seul;
