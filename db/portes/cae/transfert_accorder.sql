set local role coforme_porte;

-- La personne pour elle. Non, même après avoir dit oui, met fin au transfert tant que l’autre coopérative ne l’a pas accueilli.
create or replace function porte.transfert_accorder(p_id uuid, p_oui boolean, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  qui uuid := porte.personne();
  t cae.transfert;
begin
  p_le := porte.heure(p_le);
  if qui is null or porte.par_lien() then return 'refuse'; end if;
  select * into t from cae.transfert x where x.organisme_id = moi and x.id = p_id
    and exists (select from cae.accord_de_transfert c where c.organisme_id = moi and c.transfert_id = x.id and c.compte_id = qui) for update;
  if not found then return 'introuvable'; end if;
  if t.etat not in ('propose', 'remis') then return t.etat; end if;
  if p_oui then
    update cae.accord_de_transfert c set accorde_le = coalesce(c.accorde_le, p_le)
      where c.organisme_id = moi and c.transfert_id = p_id and c.compte_id = qui;
    return 'accorde';
  end if;
  update cae.accord_de_transfert c set accorde_le = null where c.organisme_id = moi and c.transfert_id = p_id and c.compte_id = qui;
  delete from cae.fichier_de_transfert f where f.organisme_id = moi and f.transfert_id = p_id;
  update cae.transfert x set etat = 'retire', contenu = null, fini_le = p_le, fini_par = qui where x.organisme_id = moi and x.id = p_id;
  return 'retire';
end $$;
comment on function porte.transfert_accorder is 'Une personne de l’enseigne accorde son transfert, ou y met fin.';
grant execute on function porte.transfert_accorder to coforme_app;
