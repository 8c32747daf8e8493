set local role coforme_porte;

create or replace function porte.enfiler_invitation(p_compte uuid, p_organisme uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform porte.enfiler('comptes.envoyer-invitation',
    jsonb_build_object('organisme', p_organisme, 'compte', p_compte, 'demande', gen_random_uuid()),
    'invitation:' || p_organisme || ':' || p_compte, null);
end $$;
