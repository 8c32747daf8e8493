set local role coforme_porte;

create or replace function porte.deposer_courriel(p_id uuid, p_chiffre bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform porte.retenir_courriel(p_id, p_chiffre);
  perform porte.enfiler('plateforme.envoyer-courriel', jsonb_build_object('courriel', p_id), 'courriel:' || p_id::text, null);
end $$;
comment on function porte.deposer_courriel is 'Dépose un message chiffré et enfile son envoi, avec ou sans organisme.';
grant execute on function porte.deposer_courriel to coforme_app;
