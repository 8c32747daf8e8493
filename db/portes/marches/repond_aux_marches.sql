set local role coforme_porte;

-- Qui peut dire un intérêt ou entrer dans un dossier : une personne qui en a le rôle chez elle, et qui n’anime aucun pôle où l’on
-- se rapproche, ou s’est rapproché. Qui anime voit
-- les deux camps : elle n’est d’aucun, fût-ce pour sa propre coopérative.
create or replace function porte.repond_aux_marches() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return porte.personne() is not null and not porte.par_lien() and porte.tient(app.liste('roles-des-marches'))
    and not exists (select from pole.mandat m join marches.ouverture o on o.pole_id = m.pole_id
      where m.compte_id = porte.personne() and m.role = 'animation');
end $$;
comment on function porte.repond_aux_marches is 'Vrai si la personne de la transaction peut répondre à un marché pour son organisme.';
grant execute on function porte.repond_aux_marches to coforme_app, coforme_owner;
