set local role coforme_porte;

-- Qui peut dire un intérêt ou entrer dans un dossier : la personne de la transaction, chez elle.
create or replace function porte.repond_aux_marches() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return porte.personne() is not null and not porte.par_lien() and porte.repondrait_aux_marches(porte.organisme(), porte.personne());
end $$;
comment on function porte.repond_aux_marches is 'Vrai si la personne de la transaction peut répondre à un marché pour son organisme.';
grant execute on function porte.repond_aux_marches to coforme_app, coforme_owner;
