set local role coforme_porte;

-- Ce qu’un abonnement montre de plus que les séances d’ici : les missions de la personne au-dehors, les prêts de la salle. Ni où, ni pour qui. Une option
-- échue n’y est plus. Mêmes conditions que l’agenda (porte.agenda_abonne) : l’adresse n’est pas arrêtée, et qui l’a faite est encore d’ici.
create or replace function porte.heures_promises(p_jeton bytea)
returns table (engagement uuid, debut timestamptz, fin timestamptz, option boolean)
language plpgsql stable security definer set search_path = '' as $$
declare f record;
begin
  select b.organisme_id, b.genre, b.objet_id into f from sessions.abonnement b where b.jeton = sha256(p_jeton) and b.genre in ('personne', 'salle') and b.revoque_le is null
    and exists (select from compte.adhesion d where d.organisme_id = b.organisme_id and d.compte_id = b.cree_par and d.acceptee_le is not null
      and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui()));
  if not found then return; end if;
  return query select x.id, lower(x.c), upper(x.c), x.option from (
      select m.id, c, m.etat = 'option' as option from mutualisation.mission m, unnest(m.creneaux) c
       where f.genre = 'personne' and m.organisme_id = f.organisme_id and m.compte_id = porte.cle_de(f.organisme_id, f.objet_id, null)
         and m.etat = any (app.liste('missions-qui-tiennent-l-heure')) and (m.etat <> 'option' or m.expire_le > porte.present())
      union all
      select r.id, r.creneau, r.etat = 'option' from mutualisation.reservation r join mutualisation.bien b on b.organisme_id = r.organisme_id and b.id = r.bien_id
       where f.genre = 'salle' and r.organisme_id = f.organisme_id and b.salle_id = f.objet_id
         and r.etat = any (app.liste('reservations-qui-tiennent')) and (r.etat <> 'option' or r.expire_le > porte.present())) x (id, c, option)
    -- Permis : ce qu’un agenda abonné montre.
    where upper(x.c) > now() - interval '60 days' and lower(x.c) < now() + interval '400 days' order by lower(x.c), x.id limit 2000;
end $$;
comment on function porte.heures_promises is 'Les missions au-dehors d’une personne, ou les prêts d’une salle, d’un abonnement lu sans compte : des heures, et si ce n’est qu’une option.';
grant execute on function porte.heures_promises to coforme_app;
