set local role coforme_porte;

-- Pour le mur des signatures : le lien de cette transaction ne demande pas de code, ou sa preuve y a été donnée. Une tablette n'en demande pas.
create or replace function porte.code_prouve() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return not exists (select from emargement.invitation i join compte.lien l on l.organisme_id = i.organisme_id and l.objet_id = i.id
      join sessions.seance s on s.organisme_id = i.organisme_id and s.id = i.seance_id
     where i.organisme_id = porte.organisme() and i.id = porte.objet() and l.usage = 'emargement' and l.preuve is not null
       and porte.code_exige(i.organisme_id, i.inscription_id, s.jour))
    -- Permis : l’instant de cette transaction, que prouver_le_code a écrit.
    or exists (select from compte.lien l where l.organisme_id = porte.organisme() and l.objet_id = porte.objet()
      and l.usage = 'emargement' and l.prouve_le = now());
end $$;
comment on function porte.code_prouve is 'Le lien de cette transaction ne demande pas de code, ou son code y est prouvé.';
grant execute on function porte.code_prouve to coforme_app, coforme_owner;
