-- Les clés d'un module vers un autre de rang plus haut : posées quand toutes les tables sont là.
alter table sessions.session add constraint session_reprise_fk foreign key (organisme_id, reprise_id) references bpf.reprise (organisme_id, id);
