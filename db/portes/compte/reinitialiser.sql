set local role coforme_porte;

create or replace function porte.reinitialiser(p_lien bytea, p_sel bytea, p_parametres text, p_derivee bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare l record;
begin
  select * into l from porte.prendre_lien(p_lien, 'reinitialisation');
  if not found then return false; end if;
  perform porte.poser_mot_de_passe(l.compte, p_sel, p_parametres, p_derivee);
  update compte.session set etat = 'revoquee' where compte_id = l.compte;
  return true;
end $$;
grant execute on function porte.reinitialiser to coforme_app;
