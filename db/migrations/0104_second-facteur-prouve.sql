-- Le second facteur se prouve à la base, une coopérative l'exige, un appareil neuf se reconnaît.
create table plateforme.demonstration (
  seul boolean primary key default true check (seul)
);
comment on table plateforme.demonstration is 'Une ligne : cette base est celle d’une démonstration. Posée et ôtée au départ, par la maintenance seule.';
grant select on plateforme.demonstration to coforme_porte;
call app.proteger('plateforme.demonstration', 'porte', sauvegarde => false);

alter table compte.compte add column totp_preuve bytea check (length(totp_preuve) = 32);
alter table compte.compte alter column totp_preuve set statistics 0;

create table compte.appareil (
  compte_id uuid not null references compte.compte (id),
  empreinte bytea not null check (length(empreinte) = 32),
  vu_le timestamptz not null default now(),
  primary key (compte_id, empreinte)
);
create index on compte.appareil (vu_le);
grant select, insert, update, delete on compte.appareil to coforme_porte;
call app.proteger('compte.appareil', 'porte', sauvegarde => false);

create table compte.exigence (
  organisme_id uuid primary key,
  second_facteur_du date not null,
  dite_le timestamptz not null default now(),
  dite_par uuid
);
grant select, insert, update, delete on compte.exigence to coforme_porte;
call app.proteger('compte.exigence', 'porte');

set local role coforme_porte;
drop function if exists porte.confirmer_second_facteur(bytea, bigint);
drop function if exists porte.activer_second_facteur(bytea, bytea, bigint, bytea[]);
-- La migration d'avant la retire déjà : celle d'aujourd'hui peut être posée.
do $$ begin
  if exists (select from pg_proc where oid = to_regprocedure('porte.visiteur(bytea)') and 'second_facteur' = any (proargnames)) then
    drop function porte.visiteur(bytea);
  end if;
end $$;
set local role coforme_owner;

-- Une fiche ne change ni de naissance ni d'import : sans cela, défaire un import forgé retirait n'importe quelle fiche.
revoke update on tiers.entreprise, tiers.personne from coforme_app;
grant update (nom, siret, pli, siren, nda, adresse, code_postal, ville, telephone, courriel, est_client, est_of, financeur_genre, pays, tva_intra, sans_siren) on tiers.entreprise to coforme_app;
grant update (prenom, nom, courriel, entreprise_id, pli, telephone, adresse, code_postal, ville, effacee_le) on tiers.personne to coforme_app;
