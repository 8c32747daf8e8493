set local role coforme_porte;

create or replace function porte.agenda_de_pole_abonne(p_jeton bytea)
returns table (nom text, pole uuid, reunion uuid, debut timestamptz, fin timestamptz, tenue boolean, titre text, lieu text, acces text, visio text,
               roles text[], jusque date)
language plpgsql volatile security definer set search_path = '' as $$
declare f record; moi record;
begin
  select x.organisme_id, x.id, x.objet_id, x.nom, x.cree_par into f from sessions.abonnement x
    where x.jeton = sha256(p_jeton) and x.genre = 'pole' and x.revoque_le is null
      -- La coopérative est encore du pôle.
      and exists (select from pole.adhesion a where a.organisme_id = x.organisme_id and a.pole_id = x.objet_id and a.etat = 'active')
    limit 1;
  if not found then return; end if;
  -- Son auteur est encore d'elle, et son compte ouvert. Ce que ses fonctions permettent, la table des droits le dit : on les rend.
  select d.roles, d.au into moi from compte.adhesion d join compte.compte c on c.id = d.compte_id and c.ferme_le is null
    where d.organisme_id = f.organisme_id and d.compte_id = f.cree_par
      and d.acceptee_le is not null and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui());
  if not found then return; end if;
  update sessions.abonnement set lu_le = now() where organisme_id = f.organisme_id and id = f.id
    -- Permis : la date de passage ne s’écrit pas à chaque lecture.
    and (lu_le is null or lu_le < now() - interval '1 hour');
  return query
    select f.nom, f.objet_id, null::uuid, null::timestamptz, null::timestamptz, true, null::text, null::text, null::text, null::text, moi.roles, moi.au
    union all
    (select f.nom, r.pole_id, r.id, r.debut, r.fin, r.etat <> 'annulee', r.titre, concat_ws(', ', nullif(r.hote, ''), nullif(r.lieu, '')),
            r.acces, r.visio, moi.roles, moi.au
       from pole.reunion r
      where r.pole_id = f.objet_id and r.etat = any (app.liste('rencontres-datees')) and r.debut is not null
        -- Permis : ce qu’un agenda abonné montre.
        and r.fin > now() - interval '365 days'
      order by r.debut, r.id limit 500);
end $$;
comment on function porte.agenda_de_pole_abonne is 'Les rencontres d’un pôle, lues sans compte par une adresse secrète ; la première ligne le nomme, avec les fonctions de son auteur.';
grant execute on function porte.agenda_de_pole_abonne to coforme_app;
