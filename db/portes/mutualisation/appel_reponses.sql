set local role coforme_porte;

-- À qui appelle : les réponses de qui montre encore sa fiche, ou dont la mission est vive, ou fut ferme, et les faits de l’équité (jours confiés au
-- pôle qui tombent dans les douze derniers mois, ou à venir). À la personne, et à qui répond d’elle chez elle : la sienne. À une tierce : rien, ni leur nombre.
create or replace function porte.appel_reponses(p_appel uuid, p_le timestamptz)
returns table (reponse uuid, organisme uuid, cooperative text, cae boolean, nda boolean, fiche uuid, nom text, part text, rangs integer[], prix bigint,
  au_cout boolean, statut text, message text, par text, faite_le timestamptz, ecartee_le timestamptz, motif text, mienne boolean, pour_nous boolean,
  pris integer[], jours integer, jours_chez_vous integer, dernier date, depuis timestamptz, mission uuid, etat text, rompue boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  qui uuid := porte.personne();
  choisit boolean := porte.tient_partout(app.liste('roles-des-appels'));
  repond boolean := choisit or porte.tient_partout(app.liste('roles-qui-visent'));
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null or porte.par_lien() then return; end if;
  return query
    select r.id, r.organisme_id, o.nom, o.cae, o.nda is not null, v.id, trim(k.prenom || ' ' || k.nom), r.part, r.rangs, r.prix_centimes, r.au_cout, r.statut,
        r.message, r.par, r.faite_le, r.ecartee_le, case when r.compte_id = qui or r.appel_organisme_id = moi then r.motif else '' end,
        r.compte_id = qui, r.appel_organisme_id = moi,
        case when r.appel_organisme_id = moi and not coalesce(m.etat = any (app.liste('missions-vives')), false) then array(select x from unnest(r.rangs) x where exists (select from sessions.occupation c
          where c.genre = 'personne' and c.cle = r.compte_id and c.creneau && porte.creneaux_de_l_appel(r.appel_organisme_id, r.appel_id, x)
            and (c.expire_le is null or c.expire_le > porte.present())) order by 1) else '{}' end,
        case when r.appel_organisme_id = moi then e.jours end, case when r.appel_organisme_id = moi then e.chez_vous end,
        case when r.appel_organisme_id = moi then e.dernier end,
        case when r.appel_organisme_id = moi then (select min(c.le) from mutualisation.consentement c
          where c.organisme_id = r.organisme_id and c.compte_id = r.compte_id and c.genre = 'fiche') end,
        m.id, m.etat, exists (select from mutualisation.mission x where x.organisme_id = r.organisme_id and x.reponse_id = r.id and x.finie_par_organisme = r.organisme_id)
      from mutualisation.reponse r
      join mutualisation.appel a on a.organisme_id = r.appel_organisme_id and a.id = r.appel_id
      join organisme.organisme o on o.organisme_id = r.organisme_id
      join compte.compte k on k.id = r.compte_id
      left join porte.vivier_visibles() v on v.organisme_id = r.organisme_id and v.compte_id = r.compte_id
      left join lateral (select x.id, x.etat, x.ferme_le from mutualisation.mission x where x.organisme_id = r.organisme_id and x.reponse_id = r.id
        order by x.choisie_le desc limit 1) m on true
      left join lateral (select count(*)::integer as jours, (count(*) filter (where x.de_organisme_id = moi))::integer as chez_vous, max(j.le) as dernier
        from mutualisation.mission x join mutualisation.reponse y on y.organisme_id = x.organisme_id and y.id = x.reponse_id
        join mutualisation.appel z on z.organisme_id = y.appel_organisme_id and z.id = y.appel_id and z.pole_id = a.pole_id
        cross join unnest(porte.jours_de_la_mission(x.creneaux)) as j (le)
       where x.organisme_id = r.organisme_id and x.compte_id = r.compte_id and x.etat = any (app.liste('missions-confiees'))
         and j.le > ((p_le - app.duree('equite')) at time zone 'Europe/Paris')::date) e on true
     where r.appel_id = p_appel and r.retiree_le is null
       and ((r.appel_organisme_id = moi and choisit and (m.ferme_le is not null or m.etat = any (app.liste('missions-vives')) or porte.vivier_accepte(r.organisme_id, r.compte_id, 'fiche')))
         or (r.organisme_id = moi and (r.compte_id = qui or repond)))
     order by r.faite_le, r.id;
end $$;
comment on function porte.appel_reponses is 'Les réponses d’un appel que l’on peut lire, et, pour qui choisit, les faits de l’équité.';
grant execute on function porte.appel_reponses to coforme_app;
