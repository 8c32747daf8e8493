set local role coforme_porte;

-- « invitee » (de nouveau aussi), « deja-membre », « interdit », « enseigne-inconnue », « terme-passe », « auditeur-borne ».
create or replace function porte.inviter(p_compte uuid, p_courriel text, p_prenom text, p_nom text, p_roles text[], p_toutes boolean,
  p_activites uuid[], p_au date, out resultat text, out compte uuid)
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme(); attente boolean;
begin
  if o is null or not porte.administre_ici() then resultat := 'interdit'; return; end if;
  if not porte.activites_connues(o, p_activites) then resultat := 'enseigne-inconnue'; return; end if;
  -- Aucun compte encore : une invitation donne chacun de ses rôles, même à qui elle attend déjà.
  resultat := coalesce(porte.refus_des_roles(null, p_roles, p_au), porte.refus_du_terme(p_roles, p_toutes, p_au));
  if resultat is not null then return; end if;
  insert into compte.compte (id, courriel, prenom, nom) values (p_compte, lower(p_courriel), p_prenom, p_nom)
  on conflict (courriel) do nothing;
  select c.id into compte from compte.compte c where c.courriel = lower(p_courriel);
  select a.acceptee_le is null into attente from compte.adhesion a
   where a.organisme_id = o and a.compte_id = inviter.compte and (a.au is null or a.au >= porte.aujourd_hui());
  if attente is false then resultat := 'deja-membre'; return; end if;
  insert into compte.adhesion as a (organisme_id, compte_id, roles, toutes, activites, prenom, nom, au)
  values (o, inviter.compte, p_roles, p_toutes, case when p_toutes then '{}' else p_activites end, p_prenom, p_nom, p_au)
  on conflict (organisme_id, compte_id) do update set roles = excluded.roles, toutes = excluded.toutes,
    activites = excluded.activites, prenom = excluded.prenom, nom = excluded.nom, du = porte.aujourd_hui(), au = excluded.au,
    acceptee_le = null;
  perform porte.enfiler_invitation(inviter.compte, o);
  resultat := 'invitee';
end $$;
grant execute on function porte.inviter to coforme_app, coforme_migrator;
