set local role coforme_porte;

-- Un pas déjà employé, ou d'avant, est refusé : un code lu par-dessus l'épaule ne sert plus.
create or replace function porte.confirmer_second_facteur(p_jeton bytea, p_pas bigint) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_pas is null or not porte.pas_plausible(p_pas) then return false; end if;
  update compte.compte c set totp_pas = p_pas from compte.session s
   where s.jeton = p_jeton and s.etat = 'second-facteur' and s.expire_le > porte.present() and c.id = s.compte_id
     and c.ferme_le is null and c.totp_le is not null and c.totp_pas < p_pas;
  if not found then return false; end if;
  update compte.session set etat = 'ouverte', vue_le = now(), expire_le = now() + porte.duree(retenue) where jeton = p_jeton;
  return true;
end $$;
grant execute on function porte.confirmer_second_facteur to coforme_app;
