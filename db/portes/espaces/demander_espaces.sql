set local role coforme_porte;

-- Une adresse demande ses liens. Toujours la même réponse, et toujours une tâche : pour une inconnue, elle ne trouvera personne.
create or replace function porte.demander_espaces(p_chiffre bytea, p_demande uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.organisme() is not null or octet_length(p_chiffre) not between 1 and 2000 then return; end if;
  perform porte.enfiler('espaces.chercher', jsonb_build_object('demande', p_demande, 'adresse', encode(p_chiffre, 'hex')),
    'espaces:' || p_demande, null);
end $$;
grant execute on function porte.demander_espaces to coforme_app;
