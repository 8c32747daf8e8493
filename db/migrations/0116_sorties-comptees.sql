-- Une sortie se compte et s'annonce d'une seule porte, `porte.compter_une_sortie`.
set local role coforme_porte;
drop function if exists porte.signaler_rafale(bytea, text);
