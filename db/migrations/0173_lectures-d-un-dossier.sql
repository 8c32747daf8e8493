-- Qui a ouvert une page d’un dossier, jour par jour. Les membres la lisent ; personne ne l’écrit que la porte, à l’heure de la base.
create table marches.lecture (
  groupement_id uuid not null,
  organisme_id uuid not null,
  compte_id uuid not null,
  jour date not null,
  fois integer not null check (fois > 0),
  premiere timestamptz not null,
  derniere timestamptz not null,
  primary key (groupement_id, compte_id, jour),
  foreign key (groupement_id, organisme_id) references marches.membre (groupement_id, organisme_id)
);
comment on table marches.lecture is 'Le journal de qui a lu un dossier. Il reste quand le dossier est abandonné.';
grant select, insert, update (fois, derniere) on marches.lecture to coforme_porte;
call app.proteger('marches.lecture', 'porte');
