set local role coforme_porte;

-- Un rectificatif a déplacé la date limite : le mandataire la reporte au dossier, jamais au-delà du dernier terme publié de son lot, et plus une fois
-- l’issue écrite : la composition se rouvrirait (R2142-26).
create or replace function porte.groupement_reporter(p_id uuid, p_limite timestamptz, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_id = any (porte.mandats()) then return 'refuse'; end if;
  perform from marches.groupement g where g.groupement_id = p_id for update;
  update marches.groupement g set limite = p_limite
   where g.groupement_id = p_id and g.etat <> 'abandonne' and g.signe_le is null and p_limite > p_le and p_limite <= porte.terme_publie(g.lot)
     and not exists (select from marches.ecrit e where e.groupement_id = p_id and e.genre = 'issue');
  return case when found then 'reporte' else 'ferme' end;
end $$;
grant execute on function porte.groupement_reporter to coforme_app;
