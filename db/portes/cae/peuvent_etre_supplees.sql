set local role coforme_porte;

create or replace function porte.peuvent_etre_supplees() returns uuid[]
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return array(select a.compte_id from compte.adhesion a where a.organisme_id = porte.organisme()
    and a.roles && app.liste('roles-qui-visent') and a.acceptee_le is not null
    and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;
comment on function porte.peuvent_etre_supplees is 'Les comptes qui visent pour l’équipe d’appui aujourd’hui : une autre personne peut viser à leur place.';
grant execute on function porte.peuvent_etre_supplees to coforme_app, coforme_owner;
