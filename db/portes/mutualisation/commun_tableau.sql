set local role coforme_porte;

-- Une année de l’organisme commun, en sommes : celle d’une membre, et celle de toutes. Sous trois membres, le total dirait à l’une l’activité de
-- l’autre : il ne se lit alors que de l’organisme commun. Une membre dont l’enseigne n’a rien cette année ne cache personne.
create or replace function porte.commun_tableau(p_commun uuid, p_annee integer)
returns table (part text, sessions integer, stagiaires integer, minutes integer, facture_centimes bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  ici uuid := porte.organisme();
  mienne uuid;
  du date := make_date(least(greatest(p_annee, 1900), 2200), 1, 1);
  au date := make_date(least(greatest(p_annee, 1900), 2200), 12, 31);
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-lisent-les-echanges')) then return; end if;
  select m.enseigne_id into mienne from mutualisation.membre_commun m where m.organisme_id = p_commun and m.membre_id = ici and m.etat = 'membre';
  if ici is distinct from p_commun and mienne is null then return; end if;
  return query
    select v.part,
        (select count(*)::int4 from sessions.session s where s.organisme_id = p_commun and (v.enseigne is null or s.activite_id = v.enseigne)
          and s.dernier_jour between du and au and s.etat = any (app.liste('sessions-achevees'))),
        (select count(*)::int4 from inscriptions.inscription i join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
          where i.organisme_id = p_commun and (v.enseigne is null or s.activite_id = v.enseigne) and i.etat = 'inscrit'
            and s.dernier_jour between du and au and s.etat = any (app.liste('sessions-achevees'))),
        (select coalesce(sum(b.fin_minutes - b.debut_minutes), 0)::int4 from sessions.seance b join sessions.session s on s.organisme_id = b.organisme_id
            and s.id = b.session_id
          where b.organisme_id = p_commun and (v.enseigne is null or s.activite_id = v.enseigne) and b.tenue
            and s.dernier_jour between du and au and s.etat = any (app.liste('sessions-achevees'))),
        (select coalesce(sum(f.total_ht_centimes), 0)::int8 from facturation.facture f where f.organisme_id = p_commun
          and (v.enseigne is null or f.activite_id = v.enseigne) and f.emise_le between du and au)
      from (values ('mienne', mienne), ('toutes', null::uuid)) v (part, enseigne)
     where case v.part when 'mienne' then mienne is not null
       else ici = p_commun or (select count(*) from mutualisation.membre_commun m where m.organisme_id = p_commun and m.etat = 'membre'
         and (exists (select from sessions.session s where s.organisme_id = p_commun and s.activite_id = m.enseigne_id and s.dernier_jour between du and au
             and s.etat = any (app.liste('sessions-achevees')))
           or exists (select from facturation.facture f where f.organisme_id = p_commun and f.activite_id = m.enseigne_id and f.emise_le between du and au))) >= 3 end;
end $$;
comment on function porte.commun_tableau is 'Une année d’un organisme commun, en sommes : celle de la membre qui lit, et celle de toutes.';
grant execute on function porte.commun_tableau to coforme_app;
