set local role coforme_porte;

-- Qui peut se prononcer sur un dossier, et en décider, en un seul endroit : la page le lit, les portes le tiennent. Personne sur le sien ; de
-- la même enseigne, seulement pour se retirer ; une fois retiré, plus rien.
create or replace function porte.avis_permis(p_parcours uuid) returns text
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare p record;
begin
  select x.etat, x.compte_id, x.personne_id, x.activite_id into p from cae.parcours x where x.organisme_id = porte.organisme() and x.id = p_parcours;
  return case
    when not found or not porte.siege_au_comite() then 'introuvable'
    when p.etat <> 'ouvert' then 'decide'
    when p.compte_id = porte.personne() or exists (select from tiers.intervenant i where i.organisme_id = porte.organisme()
      and i.personne_id = any (porte.fiches_reunies(porte.organisme(), p.personne_id)) and i.compte_id = porte.personne()) then 'propre'
    when exists (select from cae.avis v where v.organisme_id = porte.organisme() and v.parcours_id = p_parcours
      and v.compte_id = porte.personne() and v.avis = 'se-retire') then 'retire'
    when exists (select from compte.adhesion a where a.organisme_id = porte.organisme() and a.compte_id = porte.personne()
      and not a.toutes and p.activite_id = any (a.activites)) then 'conflit'
    else 'permis' end;
end $$;
comment on function porte.avis_permis is 'La personne peut-elle se prononcer sur ce dossier : « permis », « conflit » (se retirer seulement), « retire », « propre », « decide », « introuvable ».';
grant execute on function porte.avis_permis to coforme_app;
