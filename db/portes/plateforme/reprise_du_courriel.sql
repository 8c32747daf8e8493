set local role coforme_porte;

create or replace function porte.reprise_du_courriel(p_id uuid) returns timestamptz
language sql stable security definer set search_path = ''
begin atomic
  -- Permis : un envoi interrompu se reprend.
  select c.pris_le + interval '5 minutes' from plateforme.courriel c where c.id = p_id and c.etat = 'en-attente';
end;
comment on function porte.reprise_du_courriel is 'Quand un courriel qu’un ouvrier tient, ou tenait à sa mort, pourra se reprendre ; rien s’il est parti ou refusé.';
grant execute on function porte.reprise_du_courriel to coforme_worker;
