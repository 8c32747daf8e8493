-- Un accès peut finir un jour dit, et celui de l'auditeur finit toujours ; une enseigne se choisit.
--
-- « au » est le dernier jour, au calendrier de Paris (porte.aujourd_hui). Toutes les portes d'entrée le lisent à chaque
-- transaction : personne n'attend une reconnexion. L'auditeur tient ce seul rôle, voit toute la coopérative, et ses
-- transactions sont en lecture seule, comme celles d'une assistance : l'oubli d'une page ne lui donne pas d'écrire.

-- D'avant la règle : un rôle que les pages n'offraient pas, et qui sans date ne valait rien. Il s'arrête.
set local role coforme_maintenance;
update compte.adhesion set roles = array_remove(roles, 'auditeur') where 'auditeur' = any (roles) and cardinality(roles) > 1;
update compte.adhesion set toutes = true, activites = '{}', au = coalesce(au, current_date - 1) where 'auditeur' = any (roles);
set local role coforme_owner;

alter table compte.adhesion add constraint auditeur_borne
  check (not 'auditeur' = any (roles) or cardinality(roles) = 1 and toutes and au is not null);

set local role coforme_porte;

-- Elles avaient une autre forme : une ancienne laissée là donnerait un accès sans date.
drop function porte.inviter(uuid, text, text, text, text[], boolean, uuid[]);
drop function porte.changer_adhesion(uuid, text[], boolean, uuid[]);
drop function porte.visiteur(bytea);

-- Aucun droit d'exécution : deux portes la posent. Null : rien à redire.
create function porte.refus_du_terme(p_roles text[], p_toutes boolean, p_au date) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  if p_au < porte.aujourd_hui() then return 'terme-passe'; end if;
  if 'auditeur' = any (p_roles) and (cardinality(p_roles) > 1 or not p_toutes or p_au is null) then return 'auditeur-borne'; end if;
  return null;
end $$;

-- Qui part un jour dit ne garantit personne pour le lendemain : il en faut un autre, sans date.
create or replace function porte.resterait_administre(p_compte uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from compte.adhesion where organisme_id = porte.organisme() order by compte_id for update;
  return exists (select from compte.adhesion a join compte.compte c on c.id = a.compte_id
    where a.organisme_id = porte.organisme() and a.compte_id <> p_compte and a.roles && '{administration,responsable}' and a.toutes
      and a.acceptee_le is not null and a.au is null and c.ferme_le is null);
end $$;

-- « invitee » (de nouveau aussi), « deja-membre », « interdit », « enseigne-inconnue », « terme-passe », « auditeur-borne ».
create function porte.inviter(p_compte uuid, p_courriel text, p_prenom text, p_nom text, p_roles text[], p_toutes boolean,
  p_activites uuid[], p_au date, out resultat text, out compte uuid)
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme(); attente boolean;
begin
  if o is null or not porte.administre_ici() then resultat := 'interdit'; return; end if;
  if not porte.activites_connues(o, p_activites) then resultat := 'enseigne-inconnue'; return; end if;
  resultat := porte.refus_du_terme(p_roles, p_toutes, p_au);
  if resultat is not null then return; end if;
  insert into compte.compte (id, courriel, prenom, nom) values (p_compte, lower(p_courriel), p_prenom, p_nom)
  on conflict (courriel) do nothing;
  select c.id into compte from compte.compte c where c.courriel = lower(p_courriel);
  select a.acceptee_le is null into attente from compte.adhesion a
   where a.organisme_id = o and a.compte_id = inviter.compte and (a.au is null or a.au >= porte.aujourd_hui());
  if attente is false then resultat := 'deja-membre'; return; end if;
  insert into compte.adhesion as a (organisme_id, compte_id, roles, toutes, activites, prenom, nom, au)
  values (o, inviter.compte, p_roles, p_toutes, case when p_toutes then '{}' else p_activites end, p_prenom, p_nom, p_au)
  on conflict (organisme_id, compte_id) do update set roles = excluded.roles, toutes = excluded.toutes,
    activites = excluded.activites, prenom = excluded.prenom, nom = excluded.nom, du = porte.aujourd_hui(), au = excluded.au,
    acceptee_le = null;
  perform porte.enfiler_invitation(inviter.compte, o);
  resultat := 'invitee';
end $$;

-- « fait », « interdit », « introuvable », « enseigne-inconnue », « dernier », « terme-passe », « auditeur-borne ».
-- p_au nul ôte la date : prolonger, avancer et rendre sans fin sont le même geste.
create function porte.changer_adhesion(p_compte uuid, p_roles text[], p_toutes boolean, p_activites uuid[], p_au date) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme(); refus text;
begin
  if o is null or not porte.administre_ici() then return 'interdit'; end if;
  if not porte.activites_connues(o, p_activites) then return 'enseigne-inconnue'; end if;
  refus := porte.refus_du_terme(p_roles, p_toutes, p_au);
  if refus is not null then return refus; end if;
  if not (p_roles && '{administration,responsable}' and p_toutes and p_au is null) and not porte.resterait_administre(p_compte) then
    return 'dernier';
  end if;
  update compte.adhesion set roles = p_roles, toutes = p_toutes, activites = case when p_toutes then '{}' else p_activites end, au = p_au
   where organisme_id = o and compte_id = p_compte and (au is null or au >= porte.aujourd_hui());
  return case when found then 'fait' else 'introuvable' end;
end $$;

create or replace function porte.ouvrir_session(p_jeton bytea) returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
declare s record; lit boolean;
begin
  select * into s from porte.session_valable(p_jeton);
  if not found then return; end if;
  if s.assistance is not null then
    select v.organisme_id into organisme from support.session v join compte.compte c on c.id = v.agent_id
     where v.id = s.assistance and v.agent_id = s.compte and c.administre_instance and v.fermee_le is null and v.expire_le > porte.present()
       -- La trace doit être validée, par une autre transaction, et dater de cette demande-ci.
       and exists (select from support.trace t where t.session_id = v.id and t.tx <> pg_current_xact_id()
                    and t.le > porte.present() - interval '30 seconds');
    if organisme is null then return; end if;
    personne := s.compte; portee := '*'; lit := true;
  else
    select a.organisme_id, a.compte_id, case when a.toutes then '*' else a.activites::text end, 'auditeur' = any (a.roles)
      into organisme, personne, portee, lit from compte.adhesion a
     where a.organisme_id = s.organisme and a.compte_id = s.compte and a.acceptee_le is not null
       and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui());
    if organisme is null then return; end if;
  end if;
  -- Avant le sceau, qui la porte : la lecture seule ne se défait plus dans cette transaction.
  if lit then perform set_config('transaction_read_only', 'on', true); end if;
  perform porte.sceller(organisme, personne, portee);
  return next;
end $$;

-- Qui regarde, en une question par page. Une assistance échue s'efface d'elle-même. « enseignes » : celles, ouvertes,
-- où cette personne peut agir ; « jusque » : le dernier jour de son accès.
create function porte.visiteur(p_jeton bytea)
returns table (etat text, compte uuid, courriel text, prenom text, nom text, organisme uuid, code text, organisme_nom text,
  activite uuid, activite_nom text, roles text[], assistance boolean, assistance_fin timestamptz, administre_instance boolean,
  organismes integer, enseignes integer, lecture_seule boolean, jusque date)
language plpgsql volatile security definer set search_path = '' as $$
declare s record;
begin
  select x.* into s from compte.session x
   where x.jeton = p_jeton and x.etat <> 'revoquee' and x.expire_le > porte.present() and x.vue_le > porte.present() - porte.inactivite(x.retenue);
  if not found then return; end if;
  if s.assistance_id is not null and not exists (select from support.session v
      where v.id = s.assistance_id and v.fermee_le is null and v.expire_le > porte.present()) then
    update compte.session x set assistance_id = null where x.jeton = p_jeton;
    s.assistance_id := null;
  end if;
  if s.vue_le < now() - interval '5 minutes' then
    update compte.session x set vue_le = now() where x.jeton = p_jeton;
  end if;
  return query
  select s.etat, c.id, c.courriel, c.prenom, c.nom, o.organisme_id, o.code, o.nom, e.id, e.nom,
         case when v.id is null and a.compte_id is not null then a.roles else '{}'::text[] end, v.id is not null, v.expire_le,
         c.administre_instance,
         (select count(*)::integer from compte.adhesion n where n.compte_id = c.id and (n.au is null or n.au >= porte.aujourd_hui())),
         case when v.id is null then (select count(*)::integer from organisme.activite x where x.organisme_id = a.organisme_id
           and x.fermee_le is null and (a.toutes or x.id = any (a.activites))) else 0 end,
         v.id is not null or coalesce('auditeur' = any (a.roles), false),
         case when v.id is null then a.au end
    from compte.compte c
    left join support.session v on v.id = s.assistance_id
    left join compte.adhesion a on a.compte_id = c.id and a.organisme_id = s.organisme_id and a.acceptee_le is not null
          and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui())
    left join organisme.organisme o on o.organisme_id = coalesce(v.organisme_id, a.organisme_id)
    left join organisme.activite e on v.id is null and e.organisme_id = a.organisme_id and e.id = s.activite_id
          and (a.toutes or e.id = any (a.activites)) and e.fermee_le is null
   where c.id = s.compte_id and c.ferme_le is null;
end $$;

-- Les enseignes ouvertes de l'organisme en cours, dans ma portée, la commune d'abord : celles que l'on peut choisir.
create function porte.mes_enseignes(p_jeton bytea)
returns table (enseigne uuid, nom text, commune boolean, choisie boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select e.id, e.nom, e.commune, s.activite is not distinct from e.id
    from porte.session_valable(p_jeton) s
    join compte.adhesion a on a.compte_id = s.compte and a.organisme_id = s.organisme and a.acceptee_le is not null
     and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui())
    join organisme.activite e on e.organisme_id = a.organisme_id and e.fermee_le is null and (a.toutes or e.id = any (a.activites))
   where s.assistance is null order by e.commune desc, e.nom, e.id;
end $$;

grant execute on function porte.inviter(uuid, text, text, text, text[], boolean, uuid[], date) to coforme_app, coforme_migrator;
grant execute on function porte.changer_adhesion(uuid, text[], boolean, uuid[], date), porte.visiteur(bytea),
  porte.mes_enseignes(bytea) to coforme_app;

set local role coforme_owner;
