set local role coforme_porte;

-- La base ne sait pas vérifier un code, ni lire le secret, chiffré par les clés de l'instance : elle demande une preuve tirée de lui, que seule
-- l'application peut faire. Un compte d'avant cette règle donne la sienne à sa première entrée.
-- Un pas déjà employé, ou d'avant, est refusé : un code lu par-dessus l'épaule ne sert plus.
create or replace function porte.confirmer_second_facteur(p_jeton bytea, p_pas bigint, p_preuve bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_pas is null or not porte.pas_plausible(p_pas) then return false; end if;
  update compte.compte c set totp_pas = p_pas, totp_preuve = sha256(p_preuve) from compte.session s
   where s.jeton = p_jeton and s.etat = 'second-facteur' and s.expire_le > porte.present() and c.id = s.compte_id
     and c.ferme_le is null and c.totp_le is not null and c.totp_pas < p_pas
     and coalesce(c.totp_preuve = sha256(p_preuve), c.totp_preuve is null and p_preuve is not null);
  if not found then return false; end if;
  update compte.session set etat = 'ouverte', vue_le = now(), expire_le = now() + porte.duree(retenue) where jeton = p_jeton;
  return true;
end $$;
grant execute on function porte.confirmer_second_facteur to coforme_app;
