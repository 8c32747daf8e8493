set local role coforme_porte;

-- Change le mot de passe et ferme les autres sessions : qui l'avait volé est dehors.
create or replace function porte.changer_mot_de_passe(p_jeton bytea, p_ancienne bytea, p_sel bytea, p_parametres text, p_derivee bytea)
returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare c uuid;
begin
  select k.id into c from porte.session_valable(p_jeton) s join compte.compte k on k.id = s.compte
   where k.derivee = sha256(p_ancienne);
  if c is null then return false; end if;
  perform porte.poser_mot_de_passe(c, p_sel, p_parametres, p_derivee);
  update compte.session set etat = 'revoquee' where compte_id = c and jeton <> p_jeton;
  return true;
end $$;
grant execute on function porte.changer_mot_de_passe to coforme_app;
