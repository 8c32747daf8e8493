-- Une coopérative arrivée d'elle-même attend que son identité soit visée. Celles qui sont déjà là sont connues : elles n'y entrent pas.
create table portail.identite (
  organisme_id uuid primary key references organisme.organisme (organisme_id),
  arrivee_le timestamptz not null,
  visee_le timestamptz,
  visee_par uuid,
  check ((visee_le is null) = (visee_par is null))
);
comment on table portail.identite is 'Les coopératives arrivées d’elles-mêmes par le site public. Tant que personne de l’Union ou d’un pôle n’a visé son identité, une coopérative n’est d’aucun pôle, ne signe rien, et ne se montre pas. Celles que l’Union a créées n’y sont pas.';
create index on portail.identite (arrivee_le) where visee_le is null;
grant select, insert, update on portail.identite to coforme_porte;

call app.proteger('portail.identite', 'porte');
create constraint trigger parution after insert or update or delete on portail.identite deferrable initially deferred
  for each row execute function porte.noter_parution();
