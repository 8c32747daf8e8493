set local role coforme_porte;

-- Propose d’entrer à une autre personne de sa coopérative. Muette elle aussi : déjà d’un dossier rival ou non, elle seule l’apprendra.
create or replace function porte.groupement_proposer_acces(p_id uuid, p_compte uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_id = any (porte.groupements()) or not exists (select from compte.adhesion a where a.organisme_id = porte.organisme() and a.compte_id = p_compte
      and a.acceptee_le is not null and (a.au is null or a.au >= porte.aujourd_hui())) then
    return false;
  end if;
  insert into marches.acces (groupement_id, organisme_id, compte_id, lot, propose_le)
    select m.groupement_id, m.organisme_id, p_compte, m.lot, p_le from marches.membre m
     where m.groupement_id = p_id and m.organisme_id = porte.organisme() on conflict do nothing;
  return true;
end $$;
grant execute on function porte.groupement_proposer_acces to coforme_app;
