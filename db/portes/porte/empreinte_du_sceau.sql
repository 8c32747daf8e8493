set local role coforme_porte;

-- « parallel restricted » : le numéro de processus d'un travailleur parallèle n'est pas celui du meneur.
-- Dans une règle, (select …) est calculé une fois, par le meneur : les plans parallèles restent permis.
create or replace function porte.empreinte_du_sceau(organisme text, personne text, portee text) returns bytea
language plpgsql stable strict parallel restricted security definer set search_path = '' as $$
begin
  return porte.hacher(organisme || '|' || personne || '|' || portee || '|' || pg_backend_pid()::text || '|'
    || extract(epoch from transaction_timestamp())::text || '|' || current_setting('transaction_read_only'));
end $$;
comment on function porte.empreinte_du_sceau is 'Scellée en lecture seule, une transaction le reste : défaire le point de reprise, ou rejouer le sceau dans la transaction suivante du même message (même instant de départ), ne rend pas l’écriture.';
