set local role coforme_porte;

-- Un compte qui a déjà son mot de passe le garde : l'invitation n'est pas une réinitialisation.
create or replace function porte.accepter_invitation(p_lien bytea, p_prenom text, p_nom text, p_sel bytea, p_parametres text, p_derivee bytea)
returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare l record; sans boolean;
begin
  select c.derivee is null into sans from porte.lien_valable(p_lien) v join compte.compte c on c.id = v.compte and c.ferme_le is null
   where v.usage = 'invitation';
  if sans is null or sans and p_derivee is null then return false; end if;
  select * into l from porte.prendre_lien(p_lien, 'invitation');
  if not found then return false; end if;
  update compte.adhesion set acceptee_le = coalesce(acceptee_le, now()) where organisme_id = l.organisme and compte_id = l.compte
     and (au is null or au >= porte.aujourd_hui());
  if not found then raise exception 'adhésion retirée' using errcode = '23503'; end if;
  if sans then
    update compte.compte set prenom = p_prenom, nom = p_nom where id = l.compte;
    perform porte.poser_mot_de_passe(l.compte, p_sel, p_parametres, p_derivee);
  end if;
  return true;
end $$;
grant execute on function porte.accepter_invitation to coforme_app;
