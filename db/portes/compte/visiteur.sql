set local role coforme_porte;

-- Qui regarde, en une question par page. Une assistance échue s'efface d'elle-même. « enseignes » : celles, ouvertes,
-- où cette personne peut agir ; « jusque » : le dernier jour de son accès ; « instance_fermee » : elle administrerait l'instance
-- avec un second facteur ; « code_du » : le jour à partir duquel sa coopérative ne s'ouvre plus sans lui ; « cae » : l’organisme est une
-- coopérative d’activité et d’emploi.
create or replace function porte.visiteur(p_jeton bytea)
returns table (etat text, compte uuid, courriel text, prenom text, nom text, organisme uuid, code text, organisme_nom text,
  activite uuid, activite_nom text, roles text[], assistance boolean, assistance_fin timestamptz, administre_instance boolean,
  organismes integer, enseignes integer, lecture_seule boolean, jusque date, instance_fermee boolean, code_du date, cae boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare s record; jour date;
begin
  select x.* into s from compte.session x
   where x.jeton = p_jeton and x.etat <> 'revoquee' and x.expire_le > porte.present() and x.vue_le > porte.present() - porte.inactivite(x.retenue);
  if not found then return; end if;
  if s.assistance_id is not null and not exists (select from support.session v
      where v.id = s.assistance_id and v.fermee_le is null and v.expire_le > porte.present()) then
    update compte.session x set assistance_id = null where x.jeton = p_jeton;
    s.assistance_id := null;
  end if;
  -- Permis : la date de passage ne s’écrit pas à chaque page.
  if s.vue_le < now() - interval '5 minutes' then
    update compte.session x set vue_le = now() where x.jeton = p_jeton;
  end if;
  -- Pris une fois : la question le compare cinq fois.
  jour := porte.aujourd_hui();
  return query
  select s.etat, c.id, c.courriel, c.prenom, c.nom, o.organisme_id, o.code, o.nom, e.id, e.nom,
         case when v.id is null and a.compte_id is not null then a.roles else '{}'::text[] end, v.id is not null, v.expire_le,
         c.administre_instance and porte.administre(c.id),
         (select count(*)::integer from compte.adhesion n where n.compte_id = c.id and (n.au is null or n.au >= jour)),
         case when v.id is null then (select count(*)::integer from organisme.activite x where x.organisme_id = a.organisme_id
           and x.fermee_le is null and (a.toutes or x.id = any (a.activites))) else 0 end,
         v.id is not null or coalesce('auditeur' = any (a.roles), false),
         case when v.id is null then a.au end, c.administre_instance and not porte.administre(c.id), k.du, coalesce(o.cae, false)
    from compte.compte c
    left join support.session v on v.id = s.assistance_id
    left join compte.adhesion m on m.compte_id = c.id and m.organisme_id = s.organisme_id and m.acceptee_le is not null
          and m.du <= jour and (m.au is null or m.au >= jour)
    left join lateral (select case when v.id is null then porte.code_du(m.organisme_id, m.compte_id) end as du) k on true
    left join compte.adhesion a on a.compte_id = m.compte_id and a.organisme_id = m.organisme_id
          and coalesce(k.du > jour, true)
    left join organisme.organisme o on o.organisme_id = coalesce(v.organisme_id, a.organisme_id)
    left join organisme.activite e on v.id is null and e.organisme_id = a.organisme_id and e.id = s.activite_id
          and (a.toutes or e.id = any (a.activites)) and e.fermee_le is null
   where c.id = s.compte_id and c.ferme_le is null;
end $$;
grant execute on function porte.visiteur to coforme_app;
