-- Une revue prolonge une habilitation une fois.
alter table cae.habilitation add column prolongee_le timestamptz;
grant update (prolongee_le) on cae.habilitation to coforme_porte;
call app.laisser_lire('cae.habilitation', 'prolongee_le');
call app.laisser_lire('cae.etape', 'le');
