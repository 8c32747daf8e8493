set local role coforme_porte;

-- Le message attend sans que son envoi soit enfilé : la tâche qui fait naître le lien qu’il porte le lâche.
create or replace function porte.retenir_courriel(p_id uuid, p_chiffre bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_id is null or p_chiffre is null then
    raise exception 'Un courriel a un identifiant et un contenu.' using errcode = '22004';
  end if;
  insert into plateforme.courriel (id, organisme_id, chiffre) values (p_id, porte.organisme(), p_chiffre);
end $$;
comment on function porte.retenir_courriel is 'Dépose un message chiffré sans enfiler son envoi.';
grant execute on function porte.retenir_courriel to coforme_app;
