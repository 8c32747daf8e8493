set local role coforme_porte;

create or replace function porte.ne_plus_informer(p_message uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare m record;
begin
  p_le := porte.heure(p_le);
  select x.organisme_id, x.adresse_cle into m from etapes.message x where x.id = p_message;
  if not found then return null; end if;
  insert into etapes.desabonnement (organisme_id, cle, le) values (m.organisme_id, m.adresse_cle, p_le) on conflict do nothing;
  return 'fait';
end $$;
comment on function porte.ne_plus_informer is 'L’adresse à qui ce message est parti ne reçoit plus d’information de cet organisme. La page a vérifié la preuve du lien.';
grant execute on function porte.ne_plus_informer to coforme_app;
