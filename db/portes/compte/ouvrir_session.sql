set local role coforme_porte;

create or replace function porte.ouvrir_session(p_jeton bytea) returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
declare s record; lit boolean; jour date;
begin
  select * into s from porte.session_valable(p_jeton);
  if not found then return; end if;
  if s.assistance is not null then
    select v.organisme_id into organisme from support.session v
     where v.id = s.assistance and v.agent_id = s.compte and porte.administre(v.agent_id) and v.fermee_le is null and v.expire_le > porte.present()
       -- La trace doit être validée, par une autre transaction, et dater de cette demande-ci.
       and exists (select from support.trace t where t.session_id = v.id and t.tx <> pg_current_xact_id()
                    -- Permis : ce qui fait d’une trace celle de cette demande.
                    and t.le > porte.present() - interval '30 seconds');
    if organisme is null then return; end if;
    personne := s.compte; portee := '*'; lit := true;
  else
    jour := porte.aujourd_hui();
    select a.organisme_id, a.compte_id, case when a.toutes then '*' else a.activites::text end, 'auditeur' = any (a.roles)
      into organisme, personne, portee, lit from compte.adhesion a
     where a.organisme_id = s.organisme and a.compte_id = s.compte and a.acceptee_le is not null
       and a.du <= jour and (a.au is null or a.au >= jour)
       and coalesce(porte.code_du(a.organisme_id, a.compte_id) > jour, true);
    if organisme is null then return; end if;
  end if;
  -- Avant le sceau, qui la porte : la lecture seule ne se défait plus dans cette transaction.
  if lit then perform set_config('transaction_read_only', 'on', true); end if;
  perform porte.sceller(organisme, personne, portee);
  return next;
end $$;
grant execute on function porte.ouvrir_session to coforme_app;
