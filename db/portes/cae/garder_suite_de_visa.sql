set local role coforme_porte;

-- Le second visa vient d’une autre personne, qui pourrait donner le premier, et non au nom de qui il fut donné ; une condition se lève par qui a émis la pièce, ou par qui vise.
create or replace function porte.garder_suite_de_visa() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  moi uuid := porte.personne();
  v record;
  k record;
begin
  if moi is null then
    return new;
  end if;
  -- Le verrou d’abord : ce que la personne peut encore viser compte ce qu’une autre page vient de viser.
  perform pg_advisory_xact_lock(4816, hashtext(new.organisme_id::text));
  if new.piece_id is not null then
    select x.decision, x.par, x.supplee_id, x.a_deux, x.conditions, p.emise_par as auteur into v from cae.visa x
      join documents.piece p on p.organisme_id = x.organisme_id and p.id = x.piece_id
     where x.organisme_id = new.organisme_id and x.piece_id = new.piece_id;
    select x.permis, x.supplee_id, x.pourquoi, x.plafond_id into k from porte.visa_de_piece_permis(new.piece_id) x;
  else
    select x.decision, x.par, x.supplee_id, x.a_deux, x.conditions, p.cree_par as auteur, p.id as projet into v from facturation.visa x
      join facturation.projet p on p.organisme_id = x.organisme_id and p.id = x.projet_id
     where x.organisme_id = new.organisme_id and x.id = new.visa_facture_id;
    select x.permis, x.supplee_id, x.pourquoi, x.plafond_id into k from porte.visa_de_projet_permis(v.projet) x;
  end if;
  if new.genre in ('second', 'refus') then
    if v.decision is distinct from 'accorde' or not v.a_deux or array[moi, k.supplee_id] && array[v.par, v.supplee_id]
        or not k.permis or v.auteur is not distinct from moi
        or exists (select from cae.suite_de_visa s where s.organisme_id = new.organisme_id and s.genre in ('second', 'refus')
          and (s.piece_id = new.piece_id or s.visa_facture_id = new.visa_facture_id)) then
      raise exception 'second' using errcode = '42501';
    end if;
  elsif v.decision is distinct from 'accorde' or v.conditions = '' or not (v.auteur is not distinct from moi or porte.peut_viser() or porte.supplee()) then
    raise exception 'levee' using errcode = '42501';
  end if;
  new.supplee_id := case when new.genre <> 'levee' then k.supplee_id end;
  new.plafond_id := case when new.genre = 'second' then k.plafond_id end;
  new.roles := porte.roles_tenus();
  new.le := porte.heure(new.le);
  return new;
end $$;
grant execute on function porte.garder_suite_de_visa to coforme_owner;
