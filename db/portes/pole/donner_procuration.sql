set local role coforme_porte;

create or replace function porte.donner_procuration(p_pole uuid, p_decision uuid, p_a uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); s text; personne constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  if not exists (select from pole.mandat where pole_id = p_pole and organisme_id = moi and compte_id = porte.personne()
                  and role = any (app.liste('mandats-de-vote'))) then return 'sans-mandat'; end if;
  -- Verrou partagé avec la clôture, comme pour voter.
  select scrutin into s from pole.decision where pole_id = p_pole and id = p_decision and etat = 'ouverte' for share;
  if not found then return 'fermee'; end if;
  if s = 'personne' then return 'personnelle'; end if;
  if exists (select from pole.voix where pole_id = p_pole and decision_id = p_decision and organisme_id = moi) then return 'deja-vote'; end if;
  if p_a = moi then return 'soi-meme'; end if;
  if p_a is not null and not exists (select from pole.electeur where pole_id = p_pole and decision_id = p_decision and organisme_id = p_a) then
    return 'porteur-inconnu';
  end if;
  begin
    update pole.electeur set procuration_id = p_a
     where pole_id = p_pole and decision_id = p_decision and organisme_id = moi and personne_id = personne;
  exception when unique_violation then return 'porteur-pris';
  end;
  return case when found then 'donnee' else 'hors-liste' end;
end $$;
grant execute on function porte.donner_procuration to coforme_app;
