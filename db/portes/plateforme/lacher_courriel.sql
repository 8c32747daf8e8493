set local role coforme_porte;

-- Un message retenu part : il attend encore, et il est de l’organisme de la tâche. Lâché deux fois, il ne part qu’une.
create or replace function porte.lacher_courriel(p_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if exists (select from plateforme.courriel c where c.id = p_id and c.organisme_id = porte.organisme() and c.etat = 'en-attente') then
    perform porte.enfiler('plateforme.envoyer-courriel', jsonb_build_object('courriel', p_id), 'courriel:' || p_id::text, null);
  end if;
end $$;
comment on function porte.lacher_courriel is 'Enfile l’envoi d’un message retenu de l’organisme de la tâche.';
grant execute on function porte.lacher_courriel to coforme_worker;
