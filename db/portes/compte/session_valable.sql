set local role coforme_porte;

create or replace function porte.session_valable(p_jeton bytea)
returns table (compte uuid, organisme uuid, activite uuid, assistance uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select s.compte_id, s.organisme_id, s.activite_id, s.assistance_id
    from compte.session s join compte.compte c on c.id = s.compte_id
   where s.jeton = p_jeton and s.etat = 'ouverte' and s.expire_le > porte.present() and s.vue_le > porte.present() - porte.inactivite(s.retenue)
     and c.ferme_le is null;
end $$;
