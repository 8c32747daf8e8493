set local role coforme_porte;

create or replace function porte.membres_du_groupement(p_id uuid)
returns table (organisme_id uuid, nom text, mandataire boolean, accepte_le timestamptz, sorti_le timestamptz, sortie text)
language sql stable security definer set search_path = ''
begin atomic
  select m.organisme_id, o.nom, m.mandataire, m.accepte_le, m.sorti_le, m.sortie
    from marches.membre m join organisme.organisme o on o.organisme_id = m.organisme_id
   where m.groupement_id = p_id and m.groupement_id = any ((select porte.groupements())::uuid[])
     -- Une invitation sans réponse ne se montre qu’à qui invite : elle n’apprend rien à personne d’autre.
     and (m.accepte_le is not null or m.groupement_id = any ((select porte.mandats())::uuid[]))
   order by m.mandataire desc, o.nom;
end;
grant execute on function porte.membres_du_groupement to coforme_app;
