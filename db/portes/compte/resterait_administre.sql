set local role coforme_porte;

-- Qui part un jour dit ne garantit personne pour le lendemain : il en faut un autre, sans date.
create or replace function porte.resterait_administre(p_compte uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from compte.adhesion where organisme_id = porte.organisme() order by compte_id for update;
  return exists (select from compte.adhesion a join compte.compte c on c.id = a.compte_id
    where a.organisme_id = porte.organisme() and a.compte_id <> p_compte and a.roles && app.liste('roles-qui-administrent') and a.toutes
      and a.acceptee_le is not null and a.au is null and c.ferme_le is null);
end $$;
