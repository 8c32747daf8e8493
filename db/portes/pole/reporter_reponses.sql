set local role coforme_porte;

-- La date retenue, « oui » ou « peut-être » à cette date vaut réponse à l’invitation, au nom de la personne qui a voté, si elle parle
-- encore pour sa coopérative, et que celle-ci est encore du pôle. Une réponse déjà donnée reste.
create or replace function porte.reporter_reponses(p_pole uuid, p_reunion uuid, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  p_le := porte.heure(p_le);
  if not p_pole = any (porte.poles_animes()) then return 0; end if;
  insert into pole.reponse (pole_id, reunion_id, organisme_id, compte_id, nom, dit, le)
    select distinct on (v.organisme_id, v.compte_id) p_pole, p_reunion, v.organisme_id, v.compte_id, m.nom,
           case v.choix[c.rang] when 2 then 'oui' else 'peut-etre' end, p_le
      from pole.reunion r
      join pole.creneau c on c.pole_id = r.pole_id and c.reunion_id = r.id and c.debut = r.debut
      join pole.voix v on v.pole_id = c.pole_id and v.decision_id = c.decision_id and v.choix[c.rang] in (1, 2)
      join pole.adhesion a on a.pole_id = v.pole_id and a.organisme_id = v.organisme_id and a.etat = 'active'
      join pole.mandat m on m.pole_id = v.pole_id and m.organisme_id = v.organisme_id and m.compte_id = v.compte_id
        and m.role = any (app.liste('mandats-de-vote')) and not m.attend
     where r.pole_id = p_pole and r.id = p_reunion and r.etat = 'convoquee'
     order by v.organisme_id, v.compte_id, m.role
  on conflict do nothing;
  get diagnostics n = row_count;
  return n;
end $$;
comment on function porte.reporter_reponses is 'Combien de réponses à l’invitation viennent du vote de sa date.';
grant execute on function porte.reporter_reponses to coforme_app;
