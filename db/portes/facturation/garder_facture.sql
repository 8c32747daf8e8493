set local role coforme_porte;

-- Après la ligne, donc après les murs : un refus n'apprend rien d'une ligne qu'on ne voit pas.
-- La ligne du compteur est tenue jusqu'à la validation : la dernière facture de la série est donc visible, et la dernière.
create or replace function porte.garder_facture() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  derniere date;
  origine record;
  defait bigint;
begin
  -- Une restauration rend les lignes telles qu'elles étaient, dans l'ordre qu'elle veut.
  if porte.organisme() is null then return null; end if;
  if new.provenance = 'emise' then
    -- Dans une CAE, une facture part visée, dans l’état qui a été lu et pour le montant visé, même de la main de qui vise.
    if exists (select from organisme.organisme o where o.organisme_id = new.organisme_id and o.cae)
        and not porte.projet_vise(new.projet_id, new.total_ht_centimes) then
      raise exception 'sans-visa' using errcode = '42501';
    end if;
    select max(f.emise_le) into derniere from facturation.facture f
      where f.organisme_id = new.organisme_id and f.id <> new.id and f.provenance = 'emise' and (f.genre = 'avoir') = (new.genre = 'avoir');
    if new.emise_le < derniere then
      raise exception 'Une facture ne précède pas la dernière de sa série (%).', derniere using errcode = '23001', constraint = 'facture_chronologique';
    end if;
  end if;
  if new.corrige_id is not null then
    perform pg_advisory_xact_lock(4830, hashtext(new.corrige_id::text));
    select f.genre, f.total_ht_centimes, f.total_ttc_centimes into origine from facturation.facture f
      where f.organisme_id = new.organisme_id and f.id = new.corrige_id;
    select coalesce(sum(-f.total_ttc_centimes), 0) into defait from facturation.facture f
      where f.organisme_id = new.organisme_id and f.corrige_id = new.corrige_id;
    if origine.genre = 'avoir' or defait > origine.total_ttc_centimes then
      raise exception 'Un avoir ne dépasse pas ce qui reste de sa facture.' using errcode = '23001', constraint = 'avoir_trop_grand';
    end if;
  end if;
  return null;
end $$;
grant execute on function porte.garder_facture to coforme_owner;
