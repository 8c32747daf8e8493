set local role coforme_porte;

create or replace function porte.missions_d_audit(p_audit uuid)
returns table (id uuid, genre text, organisme text, nom text, finalite text, expire_le date, etat text, propose_le timestamptz,
  repondu_le timestamptz, par text, lectures bigint, derniere timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select m.id, m.genre, o.nom, m.nom, m.finalite, m.expire_le, m.etat, m.propose_le, m.repondu_le,
      (select c.prenom || ' ' || c.nom from compte.compte c where c.id = m.repondu_par),
      (select count(*) from qualite.audit_lecture l where l.organisme_id = m.organisme_id and l.audit_id = m.audit_id and l.mission_id = m.id),
      (select max(l.le) from qualite.audit_lecture l where l.organisme_id = m.organisme_id and l.audit_id = m.audit_id and l.mission_id = m.id)
    from qualite.audit_mission m left join organisme.organisme o on o.organisme_id = m.pair_organisme_id
   where m.organisme_id = (select porte.organisme()) and m.audit_id = p_audit and (select porte.portee()) = '*' order by m.propose_le, m.id;
end;
comment on function porte.missions_d_audit is 'Qui audite du dehors, ce qui lui fut dit, et combien de fois il a lu.';
grant execute on function porte.missions_d_audit to coforme_app;
