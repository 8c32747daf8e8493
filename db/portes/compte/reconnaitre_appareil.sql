set local role coforme_porte;

-- Vrai si ce navigateur est connu du compte, ou le premier. Sinon un courriel part à la personne.
create or replace function porte.reconnaitre_appareil(p_jeton bytea, p_appareil bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare s record; premier boolean;
begin
  select v.compte, x.agent into s from porte.session_valable(p_jeton) v join compte.session x on x.jeton = p_jeton;
  if not found or s.compte is null then return null; end if;
  premier := not exists (select from compte.appareil where compte_id = s.compte);
  update compte.appareil set vu_le = now() where compte_id = s.compte and empreinte = p_appareil;
  if found then return true; end if;
  -- Vingt au plus, les derniers vus ; la nuit ôte ceux que l’on ne voit plus.
  delete from compte.appareil a where a.compte_id = s.compte and a.empreinte in (select y.empreinte from compte.appareil y
    where y.compte_id = s.compte order by y.vu_le desc offset 19);
  insert into compte.appareil (compte_id, empreinte) values (s.compte, p_appareil) on conflict do nothing;
  if premier then return true; end if;
  perform porte.enfiler('comptes.avertir-appareil', jsonb_build_object('compte', s.compte, 'agent', s.agent, 'le', now()), null, null);
  return false;
end $$;
comment on function porte.reconnaitre_appareil is 'Retient le navigateur d’une session ouverte ; faux : il est neuf, et la personne en est prévenue.';
grant execute on function porte.reconnaitre_appareil to coforme_app;
