set local role coforme_porte;

-- Voter pour sa coopérative, pour celle qui a donné procuration, ou pour soi si le scrutin est par personne. Jusqu'à la clôture, la voix
-- peut changer : elle remplace, elle n'ajoute pas.
create or replace function porte.voter(p_pole uuid, p_decision uuid, p_pour uuid, p_choix integer[], p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); e record; d record;
  cle uuid := '00000000-0000-0000-0000-000000000000';
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null or not p_pole = any (porte.poles()) then return 'sans-mandat'; end if;
  -- Verrou partagé avec la clôture : on ne vote pas pendant qu'on dépouille.
  select etat, ferme_le, scrutin, cardinality(options) as n into d from pole.decision where pole_id = p_pole and id = p_decision for share;
  if not found then return 'hors-liste'; end if;
  if d.scrutin = 'personne' then
    cle := qui;
    if p_pour <> moi then return 'pour-une-autre'; end if;
  elsif not exists (select from pole.mandat m where m.pole_id = p_pole and m.organisme_id = moi and m.compte_id = qui
      and m.role = any (app.liste('mandats-de-vote'))) then
    return 'sans-mandat';
  end if;
  if d.etat <> 'ouverte' or d.ferme_le <= p_le then return 'fermee'; end if;
  if cardinality(p_choix) <> d.n then return 'choix'; end if;
  select * into e from pole.electeur
   where pole_id = p_pole and decision_id = p_decision and organisme_id = p_pour and personne_id = cle;
  if not found then return 'hors-liste'; end if;
  if p_pour <> moi and e.procuration_id is distinct from moi then return 'pour-une-autre'; end if;
  if p_pour = moi and e.procuration_id is not null then return 'procuration-donnee'; end if;
  insert into pole.voix as v (pole_id, decision_id, organisme_id, personne_id, choix, motif, compte_id, le)
    values (p_pole, p_decision, p_pour, cle, p_choix, p_motif, qui, p_le)
    on conflict (pole_id, decision_id, organisme_id, personne_id) do update
      set choix = excluded.choix, motif = excluded.motif, compte_id = excluded.compte_id, le = excluded.le
      where v.le <= excluded.le;
  return 'compte';
end $$;
comment on function porte.voter is '« compte », ou pourquoi la voix ne compte pas. Une ligne par coopérative : la clé primaire y veille.';
grant execute on function porte.voter to coforme_app;
