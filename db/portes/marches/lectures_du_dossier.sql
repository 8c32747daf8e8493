set local role coforme_porte;

-- Qui a lu ce dossier, jour par jour ; de qui y est entré seulement.
create or replace function porte.lectures_du_dossier(p_id uuid)
returns table (organisme_id uuid, compte_id uuid, nom text, jour date, fois integer, derniere timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select l.organisme_id, l.compte_id, c.prenom || ' ' || c.nom, l.jour, l.fois, l.derniere
    from marches.lecture l join compte.compte c on c.id = l.compte_id
   where l.groupement_id = p_id and p_id = any ((select porte.groupements())::uuid[])
   order by l.jour desc, l.derniere desc, l.compte_id limit 400;
end;
comment on function porte.lectures_du_dossier is 'Le journal de qui a lu un dossier, pour ses membres.';
grant execute on function porte.lectures_du_dossier to coforme_app;
