set local role coforme_porte;

create or replace function porte.enfiler_preuve(p_genre text, p_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform porte.enfiler('portail.envoyer-preuve', jsonb_build_object('genre', p_genre, 'id', p_id), 'preuve:' || p_genre || ':' || p_id, null);
end $$;
