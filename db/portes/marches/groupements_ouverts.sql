set local role coforme_porte;

-- Ceux qui se composent encore : ni constitués, ni abandonnés, avant la date limite (que les essais et la démonstration placent à leur heure).
create or replace function porte.groupements_ouverts() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(g.groupement_id), '{}') from marches.groupement g
   where g.groupement_id = any ((select porte.groupements())::uuid[]) and g.etat = 'tour-de-table' and (g.limite > clock_timestamp() or (select porte.horloge_est_libre()));
end;
comment on function porte.groupements_ouverts is 'Les dossiers de la personne qui se composent encore.';
grant execute on function porte.groupements_ouverts to coforme_app, coforme_owner;
