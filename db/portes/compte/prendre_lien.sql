set local role coforme_porte;

-- Prend le lien, une fois : deux envois au même instant, un seul gagne (la ligne est verrouillée par l'update).
create or replace function porte.prendre_lien(p_jeton bytea, p_usage text)
returns table (compte uuid, organisme uuid, activite uuid, objet uuid)
language plpgsql volatile security definer set search_path = '' as $$
begin
  return query update compte.lien l set consomme_le = now()
   where l.jeton = p_jeton and l.usage = p_usage and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present()
  returning l.compte_id, l.organisme_id, l.activite_id, l.objet_id;
end $$;
