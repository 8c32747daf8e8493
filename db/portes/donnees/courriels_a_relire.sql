set local role coforme_maintenance;

-- Les messages de l'organisme qui attendent de partir, chiffrés : un effacement y cherche qui il efface. Ceux que sa propre transaction dépose
-- (la réponse à la personne) n'en sont pas.
create or replace function porte.courriels_a_relire() returns table (id uuid, chiffre bytea)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  -- Permis : ce qui tient à part les messages de cette transaction.
  return query select c.id, c.chiffre from plateforme.courriel c
    where c.organisme_id = porte.organisme() and c.etat = 'en-attente' and c.depose_le < now();
end $$;
comment on function porte.courriels_a_relire is 'Les messages en attente de l’organisme, chiffrés, pour qui conduit un effacement.';
revoke execute on function porte.courriels_a_relire from public;
grant execute on function porte.courriels_a_relire to coforme_app;
