set local role coforme_porte;

-- Les réponses dont personne n’a encore rien dit : une ligne par appel encore ouvert, à qui l’a publié si cette personne choisit encore pour sa coopérative,
-- sinon à qui y choisit. Chacune ne s’annonce qu’une fois. Ni qui répond, ni à quel prix. Une ligne au moins : « prises » dit combien le passage en a vu.
create or replace function porte.reponses_annoncer(p_limite integer, p_le timestamptz)
returns table (organisme uuid, cooperative text, appel uuid, objet text, courriel text, prenom text, nombre integer, prises integer)
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  return query with dues as (
    update mutualisation.reponse r set annoncee_le = p_le from (select x.organisme_id, x.id from mutualisation.reponse x where x.annoncee_le is null
      order by x.faite_le, x.id limit p_limite for update skip locked) y
     where r.organisme_id = y.organisme_id and r.id = y.id returning r.appel_organisme_id, r.appel_id, r.retiree_le, r.ecartee_le),
    vues as (select count(*)::integer as n from dues),
    neuves as (select a.organisme_id, a.id, a.objet, a.publie_par, count(*)::integer as n from dues d
      join mutualisation.appel a on a.organisme_id = d.appel_organisme_id and a.id = d.appel_id and a.clos_le is null
      where d.retiree_le is null and d.ecartee_le is null group by a.organisme_id, a.id, a.objet, a.publie_par),
    tiennent as (select v.organisme_id, v.id, k.courriel, k.prenom, k.id = v.publie_par as publie from neuves v
      join compte.adhesion m on m.organisme_id = v.organisme_id and m.acceptee_le is not null and m.toutes and m.roles && app.liste('roles-des-appels')
        and m.du <= porte.aujourd_hui() and (m.au is null or m.au >= porte.aujourd_hui())
      join compte.compte k on k.id = m.compte_id and k.ferme_le is null)
    select v.organisme_id, o.nom, v.id, v.objet, t.courriel, t.prenom, v.n, c.n
      from vues c left join (neuves v
        join organisme.organisme o on o.organisme_id = v.organisme_id
        join tiennent t on t.organisme_id = v.organisme_id and t.id = v.id
          and (t.publie or not exists (select from tiennent y where y.organisme_id = t.organisme_id and y.id = t.id and y.publie))) on true;
end $$;
comment on function porte.reponses_annoncer is 'Les réponses neuves à annoncer à qui a publié l’appel, ou à qui choisit à sa place, une fois.';
revoke execute on function porte.reponses_annoncer from public;
grant execute on function porte.reponses_annoncer to coforme_worker;
