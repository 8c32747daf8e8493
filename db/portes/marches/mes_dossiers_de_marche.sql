set local role coforme_porte;

-- Les dossiers de la personne, et ceux où elle est attendue : sa coopérative y est invitée, ou n’y a plus personne qui le lise, ou l’accès
-- lui est proposé. D’un autre dossier du même lot, elle ou sa coopérative, on n’en montre aucun : son objet et qui l’ouvre s’y liraient.
create or replace function porte.mes_dossiers_de_marche()
returns table (groupement_id uuid, objet text, acheteur text, limite timestamptz, zone text, lot text, idweb text, etat text, entree boolean,
  mandataire text)
language sql stable security definer set search_path = ''
begin atomic
  select g.groupement_id, g.objet, g.acheteur, g.limite, g.zone, g.lot, g.idweb, g.etat, g.groupement_id = any ((select porte.groupements())::uuid[]),
      o.nom
    from marches.groupement g join organisme.organisme o on o.organisme_id = g.organisme_id
   where g.groupement_id = any ((select porte.groupements())::uuid[])
      or ((select porte.repond_aux_marches())
        and not exists (select from marches.membre m where m.organisme_id = (select porte.organisme()) and m.lot = g.lot
          and m.accepte_le is not null and m.groupement_id <> g.groupement_id)
        and not exists (select from marches.acces a where a.compte_id = (select porte.personne()) and a.lot = g.lot
          and a.du is not null and a.groupement_id <> g.groupement_id)
        and ((g.etat = 'tour-de-table' and exists (select from marches.membre m
            where m.groupement_id = g.groupement_id and m.organisme_id = (select porte.organisme()) and m.accepte_le is null and m.sorti_le is null))
          or (g.etat <> 'abandonne' and (g.groupement_id = any ((select porte.dossiers_sans_lecteur())::uuid[])
            or exists (select from marches.acces a
              join marches.membre m on m.groupement_id = a.groupement_id and m.organisme_id = a.organisme_id and m.sorti_le is null
              where a.groupement_id = g.groupement_id and a.organisme_id = (select porte.organisme()) and a.compte_id = (select porte.personne())
                and a.du is null and a.retire_le is null)))))
   order by g.limite, g.groupement_id;
end;
grant execute on function porte.mes_dossiers_de_marche to coforme_app;
