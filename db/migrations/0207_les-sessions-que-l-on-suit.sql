-- La liste des sessions parcourait toutes celles de la coopérative, closes comprises, pour trouver celles qui viennent.
set local role coforme_owner;
create index session_suivie on sessions.session (organisme_id, premier_jour, id, dernier_jour) where etat not in ('cloturee', 'archivee', 'annulee');
