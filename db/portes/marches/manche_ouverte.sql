set local role coforme_porte;

-- Depuis quand une manche est ouverte : l’acheteur négocie les prix, le mandataire l’a écrit, lu de tous, et il n’a encore rien répondu. Elle se ferme
-- au soir du jour que l’acheteur a dit, à sa pendule, ou à la signature du marché. Les jours se comparent en texte : un écrit forgé ne fait rien lever.
create or replace function porte.manche_ouverte(p_id uuid, p_le timestamptz) returns timestamptz
language sql stable security definer set search_path = ''
begin atomic
  select max(premiere.le) from marches.groupement g
    join lateral (select distinct on (e.cle) e.cle, e.contenu from marches.ecrit e
      where e.groupement_id = g.groupement_id and e.organisme_id = g.organisme_id and e.genre = 'negociation' order by e.cle, e.rang desc) t on true
    join lateral (select min(e.le) as le from marches.ecrit e
      where e.groupement_id = g.groupement_id and e.organisme_id = g.organisme_id and e.genre = 'negociation' and e.cle = t.cle
        and e.contenu ->> 'prix' = 'true') premiere on true
   where g.groupement_id = p_id and g.etat = 'constitue' and g.limite <= porte.heure(p_le) and g.signe_le is null
     and t.contenu ->> 'prix' = 'true' and t.contenu ->> 'reponduLe' is null
     and t.contenu ->> 'jusquau' >= to_char(porte.heure(p_le) at time zone g.zone, 'YYYY-MM-DD');
end;
comment on function porte.manche_ouverte is 'Depuis quand les prix d’un dossier se scellent de nouveau, à la demande de l’acheteur ; rien : ils ne se scellent plus.';
revoke execute on function porte.manche_ouverte from public;
