set local role coforme_porte;

-- Un téléphone perdu, un doute : qui administre ferme toutes les sessions d'une personne de l'équipe, qui entre de nouveau avec son mot de
-- passe. Ce sont celles du compte, où qu'elles agissent : d'une session laissée ailleurs, on reviendrait ici. Les siennes se ferment par
-- `revoquer_session`, qui demande le mot de passe : qui a volé un témoin ne ferme pas la porte à la personne.
create or replace function porte.deconnecter_membre(p_compte uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme();
begin
  if o is null or porte.par_lien() or porte.personne() is null or not porte.administre_ici()
    or p_compte = porte.personne() then return 'interdit'; end if;
  if not exists (select from compte.adhesion where organisme_id = o and compte_id = p_compte and acceptee_le is not null
      and du <= porte.aujourd_hui() and (au is null or au >= porte.aujourd_hui())) then
    return 'introuvable';
  end if;
  update compte.session set etat = 'revoquee' where compte_id = p_compte and etat <> 'revoquee';
  return 'fait';
end $$;
comment on function porte.deconnecter_membre is 'Ferme les sessions d’une personne de l’équipe ; « interdit », « introuvable » ou « fait ».';
grant execute on function porte.deconnecter_membre to coforme_app;
