-- Les plannings : les heures prises d'un coup d'œil, et l'abonnement d'un agenda à une personne, une salle ou une session.

-- Une adresse secrète, que l'on donne à son téléphone. Elle ne dit que ce que voit, ce jour-là, qui l'a créée : partie de la
-- coopérative ou d'une enseigne, elle se tait. Seule l'empreinte du secret est gardée : perdue, l'adresse se refait.
create table sessions.abonnement (
  organisme_id uuid not null default app.organisme(), id uuid not null,
  genre text not null check (genre in ('personne', 'salle', 'session')),
  objet_id uuid not null,
  nom text not null check (length(nom) between 1 and 250),
  jeton bytea not null check (octet_length(jeton) = 32),
  cree_par uuid not null,
  cree_le timestamptz not null,
  revoque_le timestamptz,
  lu_le timestamptz,
  primary key (organisme_id, id)
);
create index on sessions.abonnement (jeton);
call app.proteger('sessions.abonnement', 'own');
grant select, insert (id, genre, objet_id, nom, jeton, cree_par, cree_le), update (revoque_le) on sessions.abonnement to coforme_app;
create policy sien on sessions.abonnement as restrictive for all to coforme_app
  using (cree_par = (select app.personne()) or (select app.toutes_activites()))
  with check (cree_par = (select app.personne()) or (select app.toutes_activites()));
create policy auteur on sessions.abonnement as restrictive for insert to coforme_app
  with check (cree_par = (select app.personne()) and not (select porte.par_lien()));
create policy lien_modifier on sessions.abonnement as restrictive for update to coforme_app using (not (select porte.par_lien()));
create policy lien_retirer on sessions.abonnement as restrictive for delete to coforme_app using (not (select porte.par_lien()));

call app.laisser_lire('sessions.abonnement', 'organisme_id, id, genre, objet_id, nom, jeton, cree_par, revoque_le, lu_le');
grant update (lu_le) on sessions.abonnement to coforme_porte;
create policy porte_lu on sessions.abonnement for update to coforme_porte using (true) with check (true);
call app.laisser_lire('sessions.session', 'organisme_id, id, activite_id, numero, intitule, etat, lieu, lien_connexion');
call app.laisser_lire('sessions.salle', 'organisme_id, id, nom');
call app.laisser_lire('sessions.seance', 'organisme_id, id, session_id, debut, fin, tenue, lieu');

set local role coforme_porte;

-- Ce qui est pris entre ces instants, pour les personnes qui interviennent ici et les salles d'ici : comme porte.occupe, ni par qui ni
-- pour quoi, rogné à la fenêtre (quarante-deux jours au plus : un mois et ses bords). Les personnes : celles des enseignes que l'on voit.
create function porte.heures_prises(p_du timestamptz, p_au timestamptz)
returns table (genre text, ressource uuid, du timestamptz, au timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare ici uuid := app.organisme();
begin
  if ici is null or (select porte.par_lien()) or not p_du < p_au or p_au > p_du + interval '43 days' then return; end if;
  return query
    with gens as materialized (
      select p.id, porte.cle_de(ici, p.id, null) as cle from tiers.intervenant v
        join tiers.personne p on p.organisme_id = v.organisme_id and p.id = v.personne_id
       where v.organisme_id = ici and (app.toutes_activites() or p.activite_id = any (app.activites())))
    select 'personne'::text, g.id, greatest(lower(o.creneau), p_du), least(upper(o.creneau), p_au)
      from gens g join sessions.occupation o on o.genre = 'personne' and o.cle = g.cle and o.creneau && tstzrange(p_du, p_au, '[)')
    union all
    select 'salle'::text, o.cle, greatest(lower(o.creneau), p_du), least(upper(o.creneau), p_au)
      from sessions.occupation o where o.genre = 'salle' and o.organisme_id = ici and o.creneau && tstzrange(p_du, p_au, '[)')
    order by 1, 2, 3;
end $$;
comment on function porte.heures_prises is 'Personnes et salles d’ici : ce qui est pris, sans dire par qui.';

-- L'agenda d'un abonnement. La portée est celle, ce jour, de qui l'a créé ; ce qu'elle ne couvre pas est « occupé », sans détail.
create function porte.agenda_abonne(p_jeton bytea)
returns table (nom text, seance uuid, debut timestamptz, fin timestamptz, tenue boolean, session uuid, numero text, intitule text,
               lieu text, lien text, salles text)
language plpgsql volatile security definer set search_path = '' as $$
declare f record; a record;
begin
  select b.* into f from (select x.organisme_id, x.id, x.genre, x.objet_id, x.nom, x.cree_par from sessions.abonnement x
    where x.jeton = sha256(p_jeton) and x.revoque_le is null) b limit 1;
  if not found then return; end if;
  select d.toutes, d.activites into a from compte.adhesion d where d.organisme_id = f.organisme_id and d.compte_id = f.cree_par
    and d.acceptee_le is not null and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui());
  if not found then return; end if;
  update sessions.abonnement set lu_le = now() where organisme_id = f.organisme_id and id = f.id
    and (lu_le is null or lu_le < now() - interval '1 hour');
  return query
    select f.nom, null::uuid, null::timestamptz, null::timestamptz, true, null::uuid, null::text, null::text, null::text, null::text, null::text
    union all
    (select f.nom, x.id, x.debut, x.fin, x.tenue,
        case when v.voit then s.id end, case when v.voit then s.numero end, case when v.voit then s.intitule end,
        case when v.voit then coalesce(x.lieu, s.lieu) end, case when v.voit then s.lien_connexion end,
        case when v.voit then (select string_agg(l.nom, ', ' order by l.nom) from sessions.seance_salle q
          join sessions.salle l on l.organisme_id = q.organisme_id and l.id = q.salle_id
          where q.organisme_id = x.organisme_id and q.seance_id = x.id) end
       from sessions.seance x join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
         cross join lateral (select a.toutes or s.activite_id = any (a.activites) as voit) v
         cross join (select case when f.genre = 'personne' then porte.cle_de(f.organisme_id, f.objet_id, null) end as cle) k
      where x.organisme_id = f.organisme_id and x.fin > now() - interval '60 days' and x.debut < now() + interval '400 days'
        and s.etat <> 'brouillon'
        and case f.genre
          when 'session' then s.id = f.objet_id and v.voit
          when 'salle' then exists (select from sessions.seance_salle q where q.organisme_id = x.organisme_id and q.seance_id = x.id and q.salle_id = f.objet_id)
          else exists (select from sessions.affectation t where t.organisme_id = x.organisme_id and t.seance_id = x.id and (t.personne_id = f.objet_id or t.cle = k.cle)) end
      order by x.debut, x.id limit 2000);
end $$;
comment on function porte.agenda_abonne is 'Les séances d’un abonnement, lues sans compte par son adresse secrète ; la première ligne le nomme.';
grant execute on function porte.heures_prises(timestamptz, timestamptz), porte.agenda_abonne(bytea) to coforme_app;
set local role coforme_owner;
