set local role coforme_porte;

create or replace function porte.demander_avis(p_id uuid, p_empreinte bytea) returns table (delegue text, courriel text)
language plpgsql volatile security definer set search_path = '' as $$
begin
  if session_user <> 'coforme_worker' then
    raise exception 'Une preuve ne naît que dans une tâche.' using errcode = '42501';
  end if;
  return query select a.delegue, a.courriel from porte.avis_a_demander(p_id) a;
  if found then update pole.proposition set avis_preuve = p_empreinte where id = p_id; end if;
end $$;
comment on function porte.demander_avis is 'À qui demander l’avis, et l’empreinte du secret qui le donnera ; rien s’il est donné, ou si personne ne tient le département.';
grant execute on function porte.demander_avis to coforme_worker;
