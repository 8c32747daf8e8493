-- Fermer une session demande encore le mot de passe : la porte en reçoit la preuve.
set local role coforme_porte;
drop function if exists porte.revoquer_session(bytea, uuid);
