set local role coforme_porte;

-- Qui juge ouvre le dossier : sans un de ces rôles, la page le refuserait.
create or replace function porte.peuvent_sieger() returns uuid[]
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return array(select a.compte_id from compte.adhesion a where a.organisme_id = porte.organisme()
    and a.roles && app.liste('roles-des-habilitations') and a.acceptee_le is not null
    and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;
comment on function porte.peuvent_sieger is 'Les comptes qui tiennent, aujourd’hui, un rôle qui ouvre un dossier d’habilitation : ils peuvent être nommés au comité.';
grant execute on function porte.peuvent_sieger to coforme_app, coforme_owner;
