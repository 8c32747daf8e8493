-- Rien ne disait, personne par personne, qui a lu une veille : le registre n’en gardait que la diffusion écrite.
-- À qui une veille est transmise, personne par personne (indicateurs 23 à 25) ; relancée, la dernière fois.
create table qualite.diffusion (
  organisme_id uuid not null default app.organisme(),
  ligne_id uuid not null, -- une ligne a des révisions : la clé est tenue par la règle « ligne » (murs/qualite.sql)
  compte_id uuid not null, -- une personne de l'équipe
  diffusee_le timestamptz not null,
  par uuid default app.personne(),
  relancee_le timestamptz,
  primary key (organisme_id, ligne_id, compte_id)
);
comment on table qualite.diffusion is 'À qui une veille est transmise : chaque personne la lit, et le dit.';
create index on qualite.diffusion (organisme_id, compte_id);
grant select, insert, update (relancee_le) on qualite.diffusion to coforme_app;

-- Ce que la personne en dit, une fois : elle l'a lue, et ce qu'elle en fait. Déclaré par elle, et par elle seule.
create table qualite.veille_lue (
  organisme_id uuid not null default app.organisme(),
  ligne_id uuid not null,
  compte_id uuid not null default app.personne(),
  suite text not null default '' check (length(suite) <= 1000),
  lue_le timestamptz not null,
  primary key (organisme_id, ligne_id, compte_id)
);
comment on table qualite.veille_lue is 'Une personne dit avoir lu une veille qui lui fut transmise, et ce qu’elle en fait.';
grant select, insert on qualite.veille_lue to coforme_app;

-- Une veille transmise se lit de la personne, de qui agit pour toute la coopérative, et de l’enseigne qui l’a écrite : une autre enseigne
-- n’apprend pas qui l’a lue. La sous-requête passe par le mur du registre.
call app.proteger('qualite.diffusion', 'own');
create policy sienne_lire on qualite.diffusion as restrictive for select to coforme_app using ((select app.toutes_activites())
  or compte_id = (select app.personne())
  or exists (select from qualite.registre r where r.organisme_id = diffusion.organisme_id and r.id = diffusion.ligne_id));
create policy ligne_ajouter on qualite.diffusion as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne())
  and exists (select from qualite.registre r where r.organisme_id = diffusion.organisme_id and r.id = diffusion.ligne_id and r.genre like 'veille-%'));
create policy ligne_changer on qualite.diffusion as restrictive for update to coforme_app using (
  exists (select from qualite.registre r where r.organisme_id = diffusion.organisme_id and r.id = diffusion.ligne_id));
call app.fermer_aux_liens('qualite.diffusion');
call app.laisser_lire('qualite.diffusion', 'organisme_id, ligne_id, compte_id, diffusee_le, relancee_le');
create trigger garder_diffusion before insert or update on qualite.diffusion for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_diffusion();

-- Personne ne dit d’une autre qu’elle a lu.
call app.proteger('qualite.veille_lue', 'own', preuve => true);
create policy sienne_lire on qualite.veille_lue as restrictive for select to coforme_app using ((select app.toutes_activites())
  or compte_id = (select app.personne())
  or exists (select from qualite.registre r where r.organisme_id = veille_lue.organisme_id and r.id = veille_lue.ligne_id));
create policy sienne_ajouter on qualite.veille_lue as restrictive for insert to coforme_app with check (compte_id = (select app.personne())
  and exists (select from qualite.diffusion d where d.organisme_id = veille_lue.organisme_id and d.ligne_id = veille_lue.ligne_id and d.compte_id = veille_lue.compte_id));
call app.fermer_aux_liens('qualite.veille_lue');
call app.laisser_lire('qualite.veille_lue', 'organisme_id, ligne_id, compte_id, suite, lue_le');
create trigger garder_veille_lue before insert on qualite.veille_lue for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_veille_lue();
