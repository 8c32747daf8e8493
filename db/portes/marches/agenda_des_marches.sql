set local role coforme_porte;

-- L’auteur de l’adresse est encore de la coopérative, et son compte ouvert. Ce que ses fonctions permettent, la table des droits le dit : on les rend.
create or replace function porte.agenda_des_marches(p_jeton bytea)
returns table (nom text, suivis text[], apportes jsonb, roles text[], jusque date)
language plpgsql volatile security definer set search_path = '' as $$
declare f record; moi record;
begin
  select x.organisme_id, x.id, x.nom, x.cree_par into f from sessions.abonnement x
    where x.jeton = sha256(p_jeton) and x.genre = 'marches' and x.objet_id = x.organisme_id and x.revoque_le is null limit 1;
  if not found then return; end if;
  select d.roles, d.au into moi from compte.adhesion d join compte.compte c on c.id = d.compte_id and c.ferme_le is null
    where d.organisme_id = f.organisme_id and d.compte_id = f.cree_par
      and d.acceptee_le is not null and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui());
  if not found then return; end if;
  update sessions.abonnement set lu_le = now() where organisme_id = f.organisme_id and id = f.id
    -- Permis : la date de passage ne s’écrit pas à chaque lecture.
    and (lu_le is null or lu_le < now() - interval '1 hour');
  return query select f.nom,
    array(select s.idweb from marches.suivi s where s.organisme_id = f.organisme_id and s.etat = 'suivi' order by s.idweb desc limit 1000),
    (select coalesce(jsonb_agg(p.contenu), '[]') from (select q.contenu from marches.avis_apporte q
        where q.organisme_id = f.organisme_id order by q.recu_le desc limit 1000) p),
    moi.roles, moi.au;
end $$;
comment on function porte.agenda_des_marches is 'Ce que suit une coopérative parmi les avis, lu sans compte par une adresse secrète ; avec les fonctions de son auteur.';
grant execute on function porte.agenda_des_marches to coforme_app;
