set local role coforme_porte;

-- La compensation : qui doit le plus paie qui avance le plus, jusqu’à épuisement. Chaque pas solde un compte : n − 1 virements au plus.
-- Une ligne contestée n’y entre pas, ni ce qui la corrige ; ce qu’un engagement en attente retient, non plus ; un virement non encore confirmé compte déjà.
-- Chaque virement est une attente : qui le reçoit en banque le confirme.
create or replace function porte.courant_compenser(p_pole uuid, p_arrete uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  a mutualisation.arrete;
  qui uuid[];
  combien bigint[];
  n integer := 0;
  contestees integer;
  i integer;
  mini integer;
  maxi integer;
  v bigint;
begin
  p_le := porte.heure(p_le);
  if not porte.courant_lit() or not p_pole = any (porte.poles_animes()) then return 'refuse'; end if;
  select * into a from mutualisation.arrete x where x.pole_id = p_pole and x.id = p_arrete for update;
  if not found then return 'introuvable'; end if;
  if a.compense_le is not null then return 'deja'; end if;
  perform from mutualisation.compte k where k.pole_id = p_pole order by k.organisme_id for no key update;
  p_le := porte.heure(p_le);
  -- Chaque ligne est déjà accordée des deux : passé le délai, qui n’a pas signé ne retient pas les autres ; partie du pôle, non plus.
  if a.ouvert_le + app.duree('releve-a-signer') > p_le and exists (select from mutualisation.compte k where k.pole_id = p_pole
      and porte.courant_membre(p_pole, k.organisme_id)
      and exists (select from mutualisation.mouvement m where m.pole_id = p_pole and k.organisme_id in (m.debiteur_id, m.crediteur_id) and m.le <= a.au)
      and not exists (select from mutualisation.releve_signe r where r.pole_id = p_pole and r.arrete_id = a.id and r.organisme_id = k.organisme_id)) then
    return 'a-signer';
  end if;
  with vives as (
    select m.* from mutualisation.mouvement m where m.pole_id = p_pole and m.genre not in ('liberation', 'expiration')
      and (m.le <= a.au or m.arrete_id is not null)
      and case when m.genre = 'attente' then m.arrete_id is not null and not exists (select from mutualisation.mouvement d where d.attente_id = m.id) else true end
      and not exists (select from mutualisation.desaccord d where d.mouvement_id in (m.id, m.corrige_id) and d.leve_le is null)),
  nets as (
    select k.organisme_id, k.plafond_centimes, k.avoir - k.doit as solde, k.doit_attente, k.avoir_attente,
        coalesce((select sum(case when m.crediteur_id = k.organisme_id then m.montant_centimes else -m.montant_centimes end) from vives m
          where k.organisme_id in (m.debiteur_id, m.crediteur_id)), 0)::bigint as net
      from mutualisation.compte k where k.pole_id = p_pole and porte.courant_membre(p_pole, k.organisme_id))
  select array_agg(s.organisme_id order by s.organisme_id), array_agg(
      case when s.net > 0 then greatest(0, least(s.net, s.solde - s.doit_attente + s.plafond_centimes))
           else -greatest(0, least(-s.net, s.plafond_centimes - s.solde - s.avoir_attente)) end order by s.organisme_id)
    into qui, combien from nets s;
  select count(distinct d.mouvement_id) into contestees from mutualisation.desaccord d join mutualisation.mouvement m on m.id = d.mouvement_id
    where m.pole_id = p_pole and m.le <= a.au and d.leve_le is null;
  loop
    mini := 1;
    maxi := 1;
    for i in 2 .. coalesce(array_length(qui, 1), 0) loop
      if combien[i] < combien[mini] then mini := i; end if;
      if combien[i] > combien[maxi] then maxi := i; end if;
    end loop;
    v := least(-combien[mini], combien[maxi]);
    exit when v is null or v <= 0;
    n := n + 1;
    -- Au compte, qui reçoit le virement doit d’autant ; qui paie est d’autant quitte.
    if not porte.courant_passer(gen_random_uuid(), p_pole, 'attente', qui[maxi], qui[mini], v, 0, v, null, a.id, null, null,
        p_le + app.duree('virement-a-confirmer'), p_le) then
      raise exception 'La compensation passerait un plafond.' using errcode = '23514', constraint = 'compensation_plafond';
    end if;
    combien[mini] := combien[mini] + v;
    combien[maxi] := combien[maxi] - v;
  end loop;
  update mutualisation.arrete x set compense_le = p_le, compense_par = porte.personne(), comptes = coalesce(array_length(qui, 1), 0), virements = n,
    retenues = contestees where x.pole_id = p_pole and x.id = a.id;
  return 'compense';
end $$;
comment on function porte.courant_compenser is 'Compense un arrêté signé : des virements à faire, moins nombreux que les comptes.';
grant execute on function porte.courant_compenser to coforme_app;
