set local role coforme_porte;

create or replace function porte.poser_mot_de_passe(p_compte uuid, p_sel bytea, p_parametres text, p_derivee bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if length(p_derivee) is distinct from 32 then raise exception 'dérivée' using errcode = '22023'; end if;
  update compte.compte set sel = p_sel, parametres = p_parametres, derivee = sha256(p_derivee) where id = p_compte;
  update compte.lien set retire_le = now()
   where compte_id = p_compte and usage = 'reinitialisation' and consomme_le is null and retire_le is null;
end $$;
