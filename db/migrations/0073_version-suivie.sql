-- Une session peut suivre une version plus récente de son offre, tant qu'elle n'a pas commencé. Ce qui fut émis avant dit l'autre : un
-- avenant le complète, ou une pièce neuve le remplace.
alter table sessions.session add column version_depuis timestamptz;
comment on column sessions.session.version_depuis is
  'L’instant où la session a suivi la version d’aujourd’hui, quand ce n’est plus celle de sa planification ; nul : elle n’en a pas changé.';
grant update (version_depuis) on sessions.session to coforme_app;
