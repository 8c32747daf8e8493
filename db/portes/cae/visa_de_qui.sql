set local role coforme_porte;

-- Sous quel nom la personne vise : le sien, ou celui d’une personne absente qu’elle supplée. Jamais sa propre pièce par suppléance.
create or replace function porte.visa_de_qui(p_genre text, p_auteur uuid, p_montant bigint, out permis boolean, out plafond_id uuid, out supplee_id uuid, out pourquoi text)
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare
  moi uuid := porte.personne();
  a record;
  v record;
begin
  select x.permis, x.plafond_id, x.pourquoi into permis, plafond_id, pourquoi from porte.visa_selon(moi, p_genre, p_auteur, p_montant) x;
  if permis or p_auteur = moi then
    return;
  end if;
  for a in select x.compte_id from cae.absence x where x.organisme_id = porte.organisme() and x.suppleant_id = moi and x.revoquee_le is null
      and porte.aujourd_hui() between x.du and x.au and x.compte_id = any (porte.peuvent_etre_supplees()) order by x.du, x.compte_id
  loop
    select x.permis, x.plafond_id into v from porte.visa_selon(a.compte_id, p_genre, p_auteur, p_montant) x;
    if v.permis and p_auteur is distinct from a.compte_id then
      permis := true;
      plafond_id := v.plafond_id;
      supplee_id := a.compte_id;
      pourquoi := null;
      return;
    end if;
  end loop;
end $$;
comment on function porte.visa_de_qui is 'La personne peut-elle accorder ce visa, sous quel plafond, au nom de quelle personne absente ; sinon pourquoi.';
revoke execute on function porte.visa_de_qui from public;
