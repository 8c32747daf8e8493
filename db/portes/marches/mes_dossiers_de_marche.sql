set local role coforme_porte;

-- Les dossiers de la personne, et ceux où elle est attendue : sa coopérative y est invitée, ou l’accès lui est proposé.
create or replace function porte.mes_dossiers_de_marche()
returns table (groupement_id uuid, objet text, acheteur text, limite timestamptz, lot text, idweb text, etat text, entree boolean, mandataire text)
language sql stable security definer set search_path = ''
begin atomic
  select g.groupement_id, g.objet, g.acheteur, g.limite, g.lot, g.idweb, g.etat, g.groupement_id = any ((select porte.groupements())::uuid[]), o.nom
    from marches.groupement g join organisme.organisme o on o.organisme_id = g.organisme_id
   where g.groupement_id = any ((select porte.groupements())::uuid[])
      or ((select porte.repond_aux_marches()) and g.etat = 'tour-de-table' and exists (select from marches.membre m
        where m.groupement_id = g.groupement_id and m.organisme_id = (select porte.organisme()) and m.accepte_le is null and m.sorti_le is null))
      or ((select porte.repond_aux_marches()) and g.etat <> 'abandonne' and exists (select from marches.acces a
        join marches.membre m on m.groupement_id = a.groupement_id and m.organisme_id = a.organisme_id and m.sorti_le is null
        where a.groupement_id = g.groupement_id and a.organisme_id = (select porte.organisme()) and a.compte_id = (select porte.personne())
          and a.du is null and a.retire_le is null))
   order by g.limite, g.groupement_id;
end;
grant execute on function porte.mes_dossiers_de_marche to coforme_app;
