set local role coforme_porte;

-- Ouvrir fige le corps électoral : les coopératives membres à cet instant, une voix chacune ou leur poids ; ou leurs personnes.
create or replace function porte.ouvrir_decision(p_pole uuid, p_decision uuid, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer; s text; jour date := (porte.heure(p_le) at time zone 'Europe/Paris')::date;
begin
  p_le := porte.heure(p_le);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle ouvre un vote.' using errcode = '42501';
  end if;
  update pole.decision set etat = 'ouverte', ouverte_le = p_le
   where pole_id = p_pole and id = p_decision and etat = 'brouillon' and ferme_le > p_le;
  if not found then return null; end if;
  select scrutin into s from pole.decision where pole_id = p_pole and id = p_decision;
  if s = 'personne' then
    -- Qui prend part à la vie du pôle : tout membre d'une de ses coopératives, hors les rôles qui n'y participent pas.
    insert into pole.electeur (pole_id, decision_id, organisme_id, personne_id, nom)
      select p_pole, p_decision, a.organisme_id, c.compte_id, left(trim(k.prenom || ' ' || k.nom), 200)
        from pole.adhesion a join compte.adhesion c on c.organisme_id = a.organisme_id join compte.compte k on k.id = c.compte_id
       where a.pole_id = p_pole and a.etat = 'active' and porte.identite_visee(a.organisme_id) and c.acceptee_le is not null and k.ferme_le is null and (c.au is null or c.au >= jour)
         and not c.roles <@ '{comptable,dpo,auditeur}';
  else
    insert into pole.electeur (pole_id, decision_id, organisme_id, poids)
      select p_pole, p_decision, a.organisme_id, case s when 'poids' then a.poids else 1 end
        from pole.adhesion a where a.pole_id = p_pole and a.etat = 'active' and porte.identite_visee(a.organisme_id);
  end if;
  get diagnostics n = row_count;
  return n;
end $$;
comment on function porte.ouvrir_decision is 'Le nombre d’électeurs figés, ou null si elle n’est pas à ouvrir.';
grant execute on function porte.ouvrir_decision to coforme_app;
