set local role coforme_porte;

create or replace function porte.lien_valable(p_jeton bytea)
returns table (usage text, compte uuid, organisme uuid, activite uuid, objet uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select l.usage, l.compte_id, l.organisme_id, l.activite_id, l.objet_id from compte.lien l
   where l.jeton = p_jeton and l.consomme_le is null and l.retire_le is null and l.expire_le > porte.present();
end $$;
