set local role coforme_porte;

-- À qui l’appel se montre, et combien ont répondu : à la coopérative qui appelle, et à elle seule.
create or replace function porte.appels(p_appel uuid)
returns table (appel uuid, organisme uuid, cooperative text, pole uuid, nom_du_pole text, objet text, publics text, stagiaires integer, lieu text,
  attendus text, exigences text, debut integer, fin integer, dirige text, payeur text, prix_genre text, prix_min bigint, prix_max bigint, vu_de text,
  choisies text[], jusqu_au timestamptz, publie_le timestamptz, clos_le timestamptz, issue text, mien boolean, dates jsonb, reponses integer)
language sql stable security definer set search_path = ''
begin atomic
  select a.id, a.organisme_id, o.nom, a.pole_id, p.nom, a.objet, a.publics, a.stagiaires, a.lieu, a.attendus, a.exigences, a.debut_minutes, a.fin_minutes,
      a.dirige, a.payeur, a.prix_genre, a.prix_min, a.prix_max, a.vu_de,
      case when a.organisme_id = (select porte.organisme()) and porte.tient_partout(app.liste('roles-des-appels')) then array(select x.nom from organisme.organisme x where x.organisme_id = any (a.choisies) order by 1) end,
      a.jusqu_au, a.publie_le, a.clos_le, a.issue, a.organisme_id = (select porte.organisme()),
      coalesce((select jsonb_agg(jsonb_build_object('rang', d.rang, 'jours', d.jours) order by d.rang) from mutualisation.appel_date d
        where d.organisme_id = a.organisme_id and d.appel_id = a.id), '[]'),
      case when a.organisme_id = (select porte.organisme()) and porte.tient_partout(app.liste('roles-des-appels')) then
        (select count(*)::integer from mutualisation.reponse r where r.appel_organisme_id = a.organisme_id and r.appel_id = a.id and r.retiree_le is null) end
    from porte.appels_visibles() a
    join organisme.organisme o on o.organisme_id = a.organisme_id
    join pole.pole p on p.pole_id = a.pole_id
   where p_appel is null or a.id = p_appel;
end;
comment on function porte.appels is 'Les appels à intervention qui se voient d’ici, ou l’un d’eux.';
grant execute on function porte.appels to coforme_app;
