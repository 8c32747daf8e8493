set local role coforme_porte;

-- Une mission qui vaut à l'instant, pour qui la tient : le pair qui l'a acceptée, ou le porteur du lien. Réservée aux portes.
create or replace function porte.mission_tenue(p_organisme uuid, p_id uuid, p_jeton bytea) returns qualite.audit_mission
language plpgsql stable security definer set search_path = '' as $$
declare m qualite.audit_mission;
begin
  if p_jeton is not null then
    select x.* into m from qualite.audit_mission x where x.jeton = sha256(p_jeton) and x.genre = 'externe' limit 1;
  else
    select x.* into m from qualite.audit_mission x where x.organisme_id = p_organisme and x.id = p_id and x.genre = 'pair'
      and x.pair_organisme_id = porte.organisme() and x.repondu_par = porte.personne();
  end if;
  if m.id is null or m.etat <> 'accepte' or m.expire_le < porte.aujourd_hui() then return null; end if;
  -- Un pair qui n'est plus de sa coopérative n'audite plus pour elle.
  if m.genre = 'pair' and not exists (select from compte.adhesion a where a.organisme_id = m.pair_organisme_id and a.compte_id = m.repondu_par
      and a.acceptee_le is not null and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui())) then return null; end if;
  return m;
end $$;
