set local role coforme_porte;

-- Un jeton volé n'y suffit pas : il fermerait la porte à la personne, pour longtemps.
create or replace function porte.activer_second_facteur(p_jeton bytea, p_derivee bytea, p_pas bigint, p_preuve bytea, p_secours bytea[]) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare c uuid;
begin
  if p_pas is null or not porte.pas_plausible(p_pas) or p_preuve is null then return false; end if;
  update compte.compte k set totp_le = now(), totp_pas = p_pas, totp_preuve = sha256(p_preuve) from porte.session_valable(p_jeton) s
   where k.id = s.compte and k.derivee = sha256(p_derivee) and k.totp is not null and k.totp_le is null returning k.id into c;
  if c is null then return false; end if;
  perform porte.poser_secours(c, p_secours);
  update compte.session set etat = 'revoquee' where compte_id = c and jeton <> p_jeton;
  return true;
end $$;
grant execute on function porte.activer_second_facteur to coforme_app;
