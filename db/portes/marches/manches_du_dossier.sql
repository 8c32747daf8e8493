set local role coforme_porte;

-- Les manches d’un dossier : chaque tour où l’acheteur fait revoir les prix, dans l’ordre, après l’offre. La page et la base lisent cette règle-ci, et
-- elle seule. Un tour dit une fois « à prix » le reste, complété ou non. Seule la dernière manche peut être ouverte : de son premier écrit au soir du jour
-- que dit l’acheteur, à sa pendule, un an au plus, tant qu’il n’a ni réponse du groupement, ni issue, ni marché signé. Les jours se comparent en
-- texte : un écrit forgé ne fait rien lever.
create or replace function porte.manches_du_dossier(p_id uuid, p_le timestamptz)
returns table (rang integer, ouverte_le timestamptz, jusquau text, ouverte boolean)
language sql stable security definer set search_path = ''
begin atomic
  with tours as (
    select e.cle, min(e.le) filter (where e.contenu ->> 'prix' = 'true') as ouverte_le, (array_agg(e.contenu order by e.rang desc))[1] as dit
      from marches.ecrit e join marches.groupement g on g.groupement_id = e.groupement_id and g.organisme_id = e.organisme_id
     where e.groupement_id = p_id and p_id = any ((select porte.groupements())::uuid[]) and e.genre = 'negociation' group by e.cle
  ), ranges as (
    select t.*, row_number() over (order by t.ouverte_le, t.cle) as n, count(*) over () as combien from tours t where t.ouverte_le is not null
  )
  select (r.n + 1)::integer, r.ouverte_le, r.dit ->> 'jusquau',
      r.n = r.combien and g.etat = 'constitue' and g.limite <= porte.heure(p_le) and g.signe_le is null
        and r.dit ->> 'reponduLe' is null and r.dit ->> 'jusquau' is not null
        and r.dit ->> 'jusquau' >= to_char(porte.heure(p_le) at time zone g.zone, 'YYYY-MM-DD')
        and r.dit ->> 'jusquau' <= to_char((r.ouverte_le + app.duree('manche-de-prix')) at time zone g.zone, 'YYYY-MM-DD')
        and not exists (select from marches.ecrit i where i.groupement_id = p_id and i.genre = 'issue')
    from ranges r join marches.groupement g on g.groupement_id = p_id
   order by r.n;
end;
comment on function porte.manches_du_dossier is 'Les manches où les prix d’un dossier se scellent de nouveau, à la demande de l’acheteur, l’offre non comprise ; la dernière dit si elle est ouverte.';
grant execute on function porte.manches_du_dossier to coforme_app;
