set local role coforme_porte;

-- À l'Union, toutes ; à qui anime un pôle, celles qui demandent à y entrer.
create or replace function porte.identites_a_viser()
returns table (organisme_id uuid, nom text, siret text, ville text, arrivee_le timestamptz, personne text, courriel text, homonymes text[])
language sql stable security definer set search_path = ''
begin atomic
  select i.organisme_id, o.nom, o.siret, o.ville, i.arrivee_le, coalesce(q.personne, ''), coalesce(q.courriel, ''),
      array(select x.nom || case when x.ville = '' then '' else ', ' || x.ville end from organisme.organisme x
             where x.organisme_id <> o.organisme_id and (app.replier(x.nom) = app.replier(o.nom) or left(x.siret, 9) = left(o.siret, 9)) order by 1)
    from portail.identite i join organisme.organisme o on o.organisme_id = i.organisme_id
    left join lateral (select k.prenom || ' ' || k.nom as personne, k.courriel from compte.adhesion c join compte.compte k on k.id = c.compte_id
       where c.organisme_id = i.organisme_id and c.acceptee_le is not null order by c.acceptee_le limit 1) q on true
   where i.visee_le is null and (porte.administre_l_instance() or exists (select from pole.adhesion a
       where a.organisme_id = i.organisme_id and a.etat = 'demandee' and a.pole_id = any ((select porte.poles_animes())::uuid[])))
   order by i.arrivee_le limit 500;
end;
comment on function porte.identites_a_viser is 'Les coopératives arrivées d’elles-mêmes dont personne n’a encore répondu, qui en parle, et celles qui portent le même nom.';
grant execute on function porte.identites_a_viser to coforme_app;
