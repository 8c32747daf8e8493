-- Une visite d'assistance demande l'accord de la coopérative.
create table support.accord (
  organisme_id uuid primary key,
  expire_le timestamptz not null,
  donne_le timestamptz not null default now(),
  donne_par uuid not null references compte.compte (id),
  check (expire_le > donne_le and expire_le <= donne_le + interval '7 days')
);
comment on table support.accord is 'La coopérative qui accepte qu’on vienne l’assister, et jusqu’à quand. Sans lui, aucune visite ne s’ouvre.';
grant select, insert, update, delete on support.accord to coforme_porte;
call app.proteger('support.accord', 'porte');
