set local role coforme_porte;

create or replace function porte.lire_demande(p_id uuid)
returns table (departement text, sujet text, intitule text, chiffre bytea, etat text, delegue text, recue_le timestamptz, prouvee_le timestamptz, prise_le timestamptz, repondue_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select q.departement, q.sujet, (select f.intitule from catalogue.fiche f where f.offre_id = q.offre_id order by f.retiree_le is not null limit 1),
         q.chiffre, q.etat, case when q.etat <> 'a-prouver' then coalesce(d.nom, o.nom) end, q.recue_le, q.prouvee_le, q.prise_le, q.repondue_le
    from portail.demande q left join portail.delegue d on d.id = q.delegue_id left join organisme.organisme o on o.organisme_id = q.organisme_id
   where q.id = p_id;
end;
grant execute on function porte.lire_demande to coforme_app;
