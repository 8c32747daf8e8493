set local role coforme_porte;

-- Qui reçoit passe, en tout ou partie, ce que les deux avaient accordé ; le reste se libère. Zéro : il y renonce. Un virement de
-- compensation se confirme par qui le reçoit en banque : au compte, c’est elle qui doit.
create or replace function porte.courant_denouer(p_id uuid, p_attente uuid, p_montant bigint, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  a mutualisation.mouvement;
  d mutualisation.mouvement;
begin
  p_le := porte.heure(p_le);
  if not porte.courant_tient() then return 'refuse'; end if;
  select * into a from mutualisation.mouvement v where v.id = p_attente and v.genre = 'attente'
    and moi = case when v.arrete_id is null then v.crediteur_id else v.debiteur_id end;
  if not found then return 'introuvable'; end if;
  perform porte.courant_verrouiller(a.pole_id, a.debiteur_id, a.crediteur_id);
  select * into d from mutualisation.mouvement v where v.attente_id = p_attente;
  if found then return case when d.id = p_id and d.montant_centimes = p_montant then 'deja' else 'denouee' end; end if;
  if p_montant is null or p_montant > a.montant_centimes or p_montant < 0 then return 'au-dela-de-l-accord'; end if;
  if a.expire_le <= p_le then return 'expiree'; end if;
  if exists (select from mutualisation.mouvement v where v.id = p_id) then return 'cle-reprise'; end if;
  perform porte.courant_passer(p_id, a.pole_id, case when p_montant = 0 then 'liberation' else 'passage' end, a.debiteur_id, a.crediteur_id,
    p_montant, p_montant, -a.montant_centimes, a.proposition_id, a.arrete_id, a.id, null, null, p_le);
  return case when p_montant = 0 then 'liberee' else 'passee' end;
end $$;
comment on function porte.courant_denouer is 'Passe une écriture en attente, en tout ou partie, ou la libère.';
grant execute on function porte.courant_denouer to coforme_app;
