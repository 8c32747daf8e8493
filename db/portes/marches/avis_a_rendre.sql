set local role coforme_porte;

-- L’avis qu’un lien fait rendre : ce que la coopérative a demandé, et de quel lot. D’un dossier abandonné, ou que la coopérative a quitté, rien.
create or replace function porte.avis_a_rendre()
returns table (cooperative text, objet text, acheteur text, limite timestamptz, zone text, contenu jsonb)
language sql stable security definer set search_path = ''
begin atomic
  select o.nom, g.objet, g.acheteur, g.limite, g.zone, e.contenu
    from marches.ecrit e
    join marches.groupement g on g.groupement_id = e.groupement_id and g.etat <> 'abandonne'
    join marches.membre m on m.groupement_id = e.groupement_id and m.organisme_id = e.organisme_id and m.sorti_le is null
    join organisme.organisme o on o.organisme_id = e.organisme_id
   where (select porte.par_lien()) and e.organisme_id = (select porte.organisme()) and e.genre = 'conseil'
     and e.contenu ->> 'lien' = (select porte.objet())::text
   order by e.rang desc limit 1;
end;
comment on function porte.avis_a_rendre is 'La demande d’avis dont parle un lien, dans sa dernière version.';
grant execute on function porte.avis_a_rendre to coforme_app;
