set local role coforme_porte;

-- La même qu'avant, qui ne répond plus que des plannings.
create or replace function porte.agenda_abonne(p_jeton bytea)
returns table (nom text, seance uuid, debut timestamptz, fin timestamptz, tenue boolean, session uuid, numero text, intitule text,
               lieu text, lien text, salles text, modalite text)
language plpgsql volatile security definer set search_path = '' as $$
declare f record; a record;
begin
  select b.* into f from (select x.organisme_id, x.id, x.genre, x.objet_id, x.nom, x.cree_par from sessions.abonnement x
    where x.jeton = sha256(p_jeton) and x.genre not in ('pole', 'marches') and x.revoque_le is null) b limit 1;
  if not found then return; end if;
  select d.toutes, d.activites into a from compte.adhesion d where d.organisme_id = f.organisme_id and d.compte_id = f.cree_par
    and d.acceptee_le is not null and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui());
  if not found then return; end if;
  update sessions.abonnement set lu_le = now() where organisme_id = f.organisme_id and id = f.id
    -- Permis : la date de passage ne s’écrit pas à chaque lecture.
    and (lu_le is null or lu_le < now() - interval '1 hour');
  return query
    select f.nom, null::uuid, null::timestamptz, null::timestamptz, true, null::uuid, null::text, null::text, null::text, null::text, null::text, null::text
    union all
    (select f.nom, x.id, x.debut, x.fin, x.tenue,
        case when v.voit then s.id end, case when v.voit then s.numero end, case when v.voit then s.intitule end,
        case when v.voit then coalesce(x.lieu, s.lieu) end, case when v.voit then s.lien_connexion end,
        case when v.voit then (select string_agg(l.nom, ', ' order by l.nom) from sessions.seance_salle q
          join sessions.salle l on l.organisme_id = q.organisme_id and l.id = q.salle_id
          where q.organisme_id = x.organisme_id and q.seance_id = x.id) end,
        case when v.voit then x.modalite end
       from sessions.seance x join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
         cross join lateral (select a.toutes or s.activite_id = any (a.activites) as voit) v
         cross join (select case when f.genre = 'personne' then porte.cle_de(f.organisme_id, f.objet_id, null) end as cle) k
      -- Permis : ce qu’un agenda abonné montre.
      where x.organisme_id = f.organisme_id and x.fin > now() - interval '60 days' and x.debut < now() + interval '400 days'
        and s.etat <> 'brouillon'
        and case f.genre
          when 'session' then s.id = f.objet_id and v.voit
          when 'salle' then exists (select from sessions.seance_salle q where q.organisme_id = x.organisme_id and q.seance_id = x.id and q.salle_id = f.objet_id)
          else exists (select from sessions.affectation t where t.organisme_id = x.organisme_id and t.seance_id = x.id and (t.personne_id = f.objet_id or t.cle = k.cle)) end
      order by x.debut, x.id limit 2000);
end $$;
comment on function porte.agenda_abonne is 'Les séances d’un abonnement, lues sans compte par son adresse secrète ; la première ligne le nomme.';
grant execute on function porte.agenda_abonne to coforme_app;
