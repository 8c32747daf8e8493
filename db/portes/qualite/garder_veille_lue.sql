set local role coforme_porte;

-- Une personne dit avoir lu à l’heure de la base, et la révision d’alors. Elle en dit une autre : la veille vient d’être révisée, et rien ne s’écrit. De même si
-- ce qu’elle corrige n’est plus sa dernière parole, ou si elle retire ce qu’elle n’a pas dit. Corriger ne change pas le jour où elle l’a lue.
create or replace function porte.garder_veille_lue() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  actuel integer := coalesce((select max(r.rang) from qualite.registre r where r.organisme_id = new.organisme_id and r.id = new.ligne_id), 1);
  d record;
begin
  -- D’une autre personne, d’une autre coopérative : le mur le refuse.
  if new.organisme_id is distinct from porte.organisme() or new.compte_id is distinct from porte.personne() then return new; end if;
  if new.rang <> actuel then return null; end if;
  select x.dite, x.retiree, x.lue_le into d from qualite.veille_lue x where x.organisme_id = new.organisme_id and x.ligne_id = new.ligne_id
    and x.compte_id = new.compte_id and x.rang = new.rang order by x.dite desc limit 1;
  if new.dite <> coalesce(d.dite, 0) + 1 or new.retiree and coalesce(d.retiree, true) then return null; end if;
  new.dite_le := porte.heure(new.lue_le);
  new.lue_le := case when d.dite is null or d.retiree then new.dite_le else d.lue_le end;
  new.rang := actuel;
  return new;
end $$;
grant execute on function porte.garder_veille_lue to coforme_owner;
