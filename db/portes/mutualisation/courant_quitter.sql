set local role coforme_porte;

-- Qui part ne doit rien, n’avance rien et n’a rien en attente : personne ne pourrait plus régler après elle. Ses écritures proposées et les
-- réponses qu’elle devait tombent, son accord à montrer son solde aussi. Faux : son compte n’est pas soldé, rien n’a bougé.
create or replace function porte.courant_quitter(p_pole uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  c mutualisation.compte;
begin
  p_le := porte.heure(p_le);
  -- Les écritures d’abord, puis le compte : dans l’ordre de qui répond.
  perform from mutualisation.proposition p where p.pole_id = p_pole and moi in (p.de_organisme_id, p.a_organisme_id) and p.reponse is null
    order by p.id for update;
  select * into c from mutualisation.compte k where k.pole_id = p_pole and k.organisme_id = moi for no key update;
  if not found then return true; end if;
  if c.avoir <> c.doit or c.doit_attente > 0 or c.avoir_attente > 0 then return false; end if;
  update mutualisation.proposition p set repondue_le = p_le, repondue_par = porte.personne(),
      reponse = case when p.de_organisme_id = moi then 'retiree' else 'refusee' end
    where p.pole_id = p_pole and moi in (p.de_organisme_id, p.a_organisme_id) and p.reponse is null;
  update mutualisation.accord_soldes a set retire_le = p_le where a.pole_id = p_pole and a.organisme_id = moi and a.retire_le is null;
  return true;
end $$;
revoke execute on function porte.courant_quitter from public;
