-- Le « oui » donné à une date vaut réponse à l’invitation : la porte qui le reporte écrit la réponse, et lit les dates proposées.
set local role coforme_owner;
grant insert on pole.reponse to coforme_porte;
create policy porte_reporter on pole.reponse for insert to coforme_porte with check (true);
call app.laisser_lire('pole.creneau', 'pole_id, reunion_id, rang, decision_id, debut');
