set local role coforme_porte;

create or replace function porte.missions_recues()
returns table (organisme_id uuid, id uuid, organisme text, genre text, audit_le date, minutes integer, finalite text, expire_le date, etat text,
  propose_le timestamptz, mienne boolean, ouvert boolean, conclu boolean)
language sql stable security definer set search_path = ''
begin atomic
  select m.organisme_id, m.id, o.nom, a.genre, a.audit_le, a.minutes, m.finalite, m.expire_le,
      case when m.expire_le < (select porte.aujourd_hui()) and m.etat = any (app.liste('missions-qui-courent')) then 'echu' else m.etat end, m.propose_le,
      m.repondu_par is not distinct from (select porte.personne()),
      exists (select from qualite.audit_ouverture x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id),
      exists (select from qualite.audit_cloture x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id)
    from qualite.audit_mission m join organisme.organisme o on o.organisme_id = m.organisme_id
      join qualite.audit a on a.organisme_id = m.organisme_id and a.id = m.audit_id
   where m.pair_organisme_id = (select porte.organisme()) and (select porte.personne()) is not null order by m.propose_le desc, m.id;
end;
comment on function porte.missions_recues is 'Les audits qu’une autre coopérative nous demande de tenir.';
grant execute on function porte.missions_recues to coforme_app;
