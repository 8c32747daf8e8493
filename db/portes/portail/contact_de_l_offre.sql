set local role coforme_porte;

create or replace function porte.contact_de_l_offre(p_offre uuid, p_jour date) returns table (organisme_id uuid, nom text, courriel text)
language sql stable security definer set search_path = ''
begin atomic
  select f.organisme_id, o.nom, c.courriel
    from catalogue.fiche f join organisme.organisme o on o.organisme_id = f.organisme_id
   cross join lateral (select coalesce(nullif(f.contenu ->> 'contactCourriel', ''), o.courriel)) c (courriel)
   where f.offre_id = p_offre and f.retiree_le is null and (f.echoit_le is null or f.echoit_le >= p_jour)
     and porte.identite_visee(f.organisme_id) and c.courriel <> ''
   limit 1;
end;
comment on function porte.contact_de_l_offre is 'À qui s’adresse une demande de place dans une offre en ligne ; rien si elle ne l’est pas, ou ne donne aucune adresse.';
revoke execute on function porte.contact_de_l_offre from public;
