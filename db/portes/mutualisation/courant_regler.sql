set local role coforme_porte;

-- Le plafond se vote : la règle nomme une décision close du pôle, de celles qui s’adoptent, et toutes la lisent.
create or replace function porte.courant_regler(p_id uuid, p_pole uuid, p_plafond bigint, p_decision uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.courant_lit() or not p_pole = any (porte.poles_animes()) then return 'refuse'; end if;
  if not exists (select from pole.decision d where d.pole_id = p_pole and d.id = p_decision and d.etat = 'close'
      and d.genre = any (app.liste('decisions-qui-s-adoptent'))) then return 'decision'; end if;
  insert into mutualisation.regle (pole_id, id, decision_id, plafond_centimes, posee_le, posee_par)
    values (p_pole, p_id, p_decision, p_plafond, p_le, porte.personne()) on conflict do nothing;
  return case when found then 'posee' else 'deja' end;
end $$;
comment on function porte.courant_regler is 'Qui anime le pôle pose le plafond du compte courant, d’après une décision close.';
grant execute on function porte.courant_regler to coforme_app;
