-- Chaque page d’une session cherche si une affectation la nomme : sans index, elle parcourait celles de toute la coopérative.
set local role coforme_owner;
create index on facturation.affectation (organisme_id, session_id);
