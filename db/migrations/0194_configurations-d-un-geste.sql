-- Plusieurs biens d’un geste : chacun dans la configuration que la demande dit.
set local role coforme_porte;
drop function if exists porte.biens_demander(uuid[], uuid[], text, timestamptz[], timestamptz[], timestamptz);
