set local role coforme_porte;

-- Vrai si la preuve est neuve. L'adresse est celle à qui la tâche écrit : une candidature n'ouvre de compte qu'à celle-là.
create or replace function porte.poser_preuve(p_genre text, p_id uuid, p_empreinte bytea, p_adresse text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if session_user <> 'coforme_worker' then
    raise exception 'Une preuve ne naît que dans une tâche.' using errcode = '42501';
  end if;
  case p_genre
    when 'candidature' then
      update portail.candidature set preuve = p_empreinte, adresse = sha256(convert_to(lower(p_adresse), 'UTF8')) where id = p_id and preuve is null;
    when 'demande' then update portail.demande set preuve = p_empreinte where id = p_id and preuve is null;
    when 'lettre' then update portail.abonnement set preuve = p_empreinte where id = p_id and preuve is null;
    else return false;
  end case;
  return found;
end $$;
grant execute on function porte.poser_preuve to coforme_worker;
