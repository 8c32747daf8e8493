-- La veille que les coopératives d'un pôle partagent : la source, son résumé, ce qu'elle pourrait changer. Jamais ce que chacune en décide :
-- cela s'écrit chez elle (indicateurs 23 à 25), et c'est ce qui prouve.
create table pole.veille (
  pole_id uuid not null, id uuid not null, organisme_id uuid not null default app.organisme(),
  genre text not null check (genre in ('legale', 'metiers', 'pedagogie')),
  titre text not null check (length(titre) between 2 and 300),
  source text not null check (length(source) between 2 and 500),
  parue_le date not null,
  resume text not null check (length(resume) between 10 and 4000),
  impact text not null default '' check (length(impact) <= 2000),
  par text not null check (length(par) between 1 and 200), le timestamptz not null,
  retiree_le timestamptz,
  primary key (pole_id, id), foreign key (pole_id) references pole.pole (pole_id)
);
create index on pole.veille (pole_id, parue_le desc);
call app.proteger('pole.veille', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.fermer_aux_liens('pole.veille');
grant select, insert, update (retiree_le) on pole.veille to coforme_app;
-- Chacune ne retire que ce qu'elle a partagé.
create policy sienne on pole.veille as restrictive for update to coforme_app using (organisme_id = (select app.organisme()));
