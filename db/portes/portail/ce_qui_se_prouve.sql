set local role coforme_porte;

create or replace function porte.ce_qui_se_prouve(p_genre text, p_id uuid) returns table (chiffre bytea, etat text)
language plpgsql stable security definer set search_path = '' as $$
begin
  case p_genre
    when 'candidature' then return query select c.chiffre, 'a-prouver'::text from portail.candidature c where c.id = p_id and c.faite_le is null;
    when 'demande' then return query select d.chiffre, d.etat from portail.demande d where d.id = p_id and d.etat = 'a-prouver';
    when 'lettre' then return query select a.chiffre, a.etat from portail.abonnement a where a.id = p_id and a.etat <> 'fini';
    else null;
  end case;
end $$;
comment on function porte.ce_qui_se_prouve is 'Pour la tâche qui écrit à l’adresse : elle seule, qui a les clés, sait la lire.';
grant execute on function porte.ce_qui_se_prouve to coforme_worker;
