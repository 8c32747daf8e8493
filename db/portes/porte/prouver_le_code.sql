set local role coforme_porte;

-- L'application, qui a les clés, dit que le code de cette personne est juste. Cela vaut pour cette transaction.
create or replace function porte.prouver_le_code(p_jeton bytea, p_preuve bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update compte.lien l set prouve_le = now()
   where l.jeton = p_jeton and l.usage = 'emargement' and l.preuve = sha256(p_preuve)
     and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present();
  return found;
end $$;
comment on function porte.prouver_le_code is 'Vrai si la preuve est celle de ce lien ; sans elle, un lien qui demande un code ne signe rien.';
grant execute on function porte.prouver_le_code to coforme_app;
