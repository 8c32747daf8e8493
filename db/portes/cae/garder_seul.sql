set local role coforme_porte;

-- Ce que `porte.engager_seul` a laissé partir : rien n’attendit de visa, et la ligne dit qui, sous quel rôle et quel plafond. Elle s’écrit avant ce qu’elle garde, que le cumul
-- compterait déjà. Revenue de la file (`porte.avancer_la_file`), l’heure engage qui l’avait demandée un autre jour, présente ou non : ni son rôle ni son plafond ne se devinent.
create or replace function porte.garder_seul(p_organisme uuid, p_genre text, p_id uuid, p_montant bigint, p_demande_le timestamptz, p_par uuid, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  ici boolean := p_organisme = porte.organisme() and p_par = porte.personne() and p_demande_le = p_le;
  v record;
begin
  if coalesce(p_montant, 0) <= 0 or not exists (select from organisme.organisme o where o.organisme_id = p_organisme and o.cae) then return; end if;
  select x.plafond_id, x.supplee_id into v from porte.visa_de_qui(p_genre, p_par, p_montant) x where ici;
  insert into cae.pas_de_visa (organisme_id, genre, objet_id, pas, montant_centimes, supplee_id, demande_le, le, par, roles, plafond_id)
    values (p_organisme, p_genre, p_id, 'seul', p_montant, v.supplee_id, p_demande_le, porte.heure(p_le), p_par, case when ici then porte.roles_tenus() end, v.plafond_id);
end $$;
comment on function porte.garder_seul is 'Garde ce qu’une personne engage seule : qui, pour combien, ses rôles et son plafond de ce jour.';
revoke execute on function porte.garder_seul from public;
