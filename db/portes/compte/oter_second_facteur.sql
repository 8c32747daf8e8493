set local role coforme_porte;

-- Téléphone et codes de secours perdus : qui tient l'instance l'ôte, en ligne de commande. La personne est déconnectée et prévenue.
create or replace function porte.oter_second_facteur(p_courriel text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare c uuid;
begin
  update compte.compte k set totp = null, totp_le = null, totp_preuve = null
   where k.courriel = lower(p_courriel) and k.totp_le is not null and k.ferme_le is null returning k.id into c;
  if c is null then return false; end if;
  delete from compte.secours where compte_id = c;
  update compte.session set etat = 'revoquee' where compte_id = c;
  perform porte.enfiler('comptes.annoncer-code-ote', jsonb_build_object('compte', c), null, null);
  return true;
end $$;
comment on function porte.oter_second_facteur is 'Ôte le second facteur d’un compte, ferme ses sessions et le lui fait dire ; faux s’il n’en a pas.';
revoke execute on function porte.oter_second_facteur from public;
grant execute on function porte.oter_second_facteur to coforme_worker;
