set local role coforme_porte;

-- Sans second facteur, un mot de passe volé n'administre rien ; la démonstration, dont le mot de passe est public, exceptée.
create or replace function porte.administre(p_compte uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from compte.compte c where c.id = p_compte and c.administre_instance and c.ferme_le is null
    and (c.totp_le is not null or exists (select from plateforme.demonstration)));
end $$;
