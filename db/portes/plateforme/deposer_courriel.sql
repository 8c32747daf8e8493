set local role coforme_porte;

create or replace function porte.deposer_courriel(p_id uuid, p_chiffre bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_id is null or p_chiffre is null then
    raise exception 'Un courriel a un identifiant et un contenu.' using errcode = '22004';
  end if;
  insert into plateforme.courriel (id, organisme_id, chiffre) values (p_id, porte.organisme(), p_chiffre);
  perform porte.enfiler('plateforme.envoyer-courriel', jsonb_build_object('courriel', p_id), 'courriel:' || p_id::text, null);
end $$;
comment on function porte.deposer_courriel is 'Dépose un message chiffré et enfile son envoi, avec ou sans organisme.';
grant execute on function porte.deposer_courriel to coforme_app;
