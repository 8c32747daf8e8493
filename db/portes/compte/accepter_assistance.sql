set local role coforme_porte;

-- Qui règle la coopérative accepte qu'on vienne l'assister, pour tant d'heures ; nul : l'accord est retiré, et la visite en cours se ferme.
create or replace function porte.accepter_assistance(p_heures integer) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme();
begin
  if o is null or porte.par_lien() or porte.personne() is null or not porte.administre_ici() then return false; end if;
  if p_heures is null then
    delete from support.accord where organisme_id = o;
    update support.session set fermee_le = now() where organisme_id = o and fermee_le is null and expire_le > porte.present();
    return true;
  end if;
  if p_heures not between 1 and 168 then return false; end if;
  insert into support.accord (organisme_id, expire_le, donne_le, donne_par)
    values (o, porte.present() + make_interval(hours => p_heures), porte.present(), porte.personne())
    on conflict (organisme_id) do update set (expire_le, donne_le, donne_par) = (excluded.expire_le, excluded.donne_le, excluded.donne_par);
  return true;
end $$;
comment on function porte.accepter_assistance is 'Accepte les visites d’assistance pour tant d’heures, sept jours au plus, ou les refuse.';
grant execute on function porte.accepter_assistance to coforme_app;
