set local role coforme_porte;

-- Le lien d'un stagiaire ouvre son organisme, son enseigne et rien d'autre ; la personne reste inconnue.
create or replace function porte.ouvrir_lien(p_jeton bytea) returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid;
begin
  select l.organisme, array[l.activite]::text, l.objet into organisme, portee, o from porte.lien_valable(p_jeton) l
   where l.usage in ('emargement', 'signature', 'questionnaire', 'avis');
  if organisme is null then return; end if;
  perform porte.sceller(organisme, null, portee);
  perform porte.sceller_objet(o);
  return next;
end $$;
grant execute on function porte.ouvrir_lien to coforme_app;
