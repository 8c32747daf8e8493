set local role coforme_porte;

-- Sa date limite passée depuis la durée dite, un appel s’efface avec ses réponses ; une mission vive, ou qui fut ferme, retient sa réponse et l’appel, que le
-- contrat cite. Rend combien d’appels furent touchés.
create or replace function porte.appels_expirer(p_limite integer, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  a record;
  n integer := 0;
begin
  p_le := porte.heure(p_le);
  for a in select x.organisme_id, x.id from mutualisation.appel x where x.jusqu_au <= p_le - app.duree('appel-garde')
      -- Rien à y effacer : tout ce qui en reste fut une mission ferme, ou en est une.
      and (not exists (select from mutualisation.reponse r where r.appel_organisme_id = x.organisme_id and r.appel_id = x.id)
        or exists (select from mutualisation.reponse r where r.appel_organisme_id = x.organisme_id and r.appel_id = x.id
          and not exists (select from mutualisation.mission m where m.organisme_id = r.organisme_id and m.reponse_id = r.id
            and (m.ferme_le is not null or m.etat = any (app.liste('missions-vives'))))))
      order by x.jusqu_au, x.id limit p_limite for update skip locked loop
    delete from mutualisation.contrat_de_mission t using mutualisation.mission m, mutualisation.reponse r
     where r.appel_organisme_id = a.organisme_id and r.appel_id = a.id and m.organisme_id = r.organisme_id and m.reponse_id = r.id and m.ferme_le is null
       and not m.etat = any (app.liste('missions-vives')) and t.organisme_id = m.organisme_id and t.mission_id = m.id;
    delete from mutualisation.mission m using mutualisation.reponse r where r.appel_organisme_id = a.organisme_id and r.appel_id = a.id
       and m.organisme_id = r.organisme_id and m.reponse_id = r.id and m.ferme_le is null and not m.etat = any (app.liste('missions-vives'));
    delete from mutualisation.reponse r where r.appel_organisme_id = a.organisme_id and r.appel_id = a.id
       and not exists (select from mutualisation.mission m where m.organisme_id = r.organisme_id and m.reponse_id = r.id);
    if not exists (select from mutualisation.reponse r where r.appel_organisme_id = a.organisme_id and r.appel_id = a.id) then
      delete from mutualisation.appel_date d where d.organisme_id = a.organisme_id and d.appel_id = a.id;
      delete from mutualisation.appel x where x.organisme_id = a.organisme_id and x.id = a.id;
    end if;
    n := n + 1;
  end loop;
  return n;
end $$;
comment on function porte.appels_expirer is 'Efface les appels échus depuis douze mois et leurs réponses sans mission ferme ; combien.';
revoke execute on function porte.appels_expirer from public;
grant execute on function porte.appels_expirer to coforme_worker;
