set local role coforme_porte;

create or replace function porte.employer_secours(p_jeton bytea, p_empreinte bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update compte.secours x set employe_le = now() from compte.session s
   where s.jeton = p_jeton and s.etat = 'second-facteur' and s.expire_le > porte.present()
     and x.compte_id = s.compte_id and x.empreinte = p_empreinte and x.employe_le is null;
  if not found then return false; end if;
  update compte.session set etat = 'ouverte', vue_le = now(), expire_le = now() + porte.duree(retenue) where jeton = p_jeton;
  return true;
end $$;
grant execute on function porte.employer_secours to coforme_app;
