-- Les bords d'une session sont ceux de ce qui se tient. Presque aucune n'a de demi-journée suspendue : savoir lesquelles, d'un index qui
-- ne garde que celles-là, épargne à chaque liste de relire les demi-journées de toutes les autres.
create index seance_suspendue on sessions.seance (organisme_id, session_id) where not tenue;
