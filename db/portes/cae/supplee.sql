set local role coforme_porte;

create or replace function porte.supplee() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return not porte.par_lien() and exists (select from cae.absence x where x.organisme_id = porte.organisme() and x.suppleant_id = porte.personne()
    and x.revoquee_le is null and porte.aujourd_hui() between x.du and x.au and x.compte_id = any (porte.peuvent_etre_supplees()));
end $$;
comment on function porte.supplee is 'Vrai si la personne supplée, aujourd’hui, quelqu’un qui vise pour l’équipe d’appui.';
grant execute on function porte.supplee to coforme_app, coforme_owner;
