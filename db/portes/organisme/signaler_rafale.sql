set local role coforme_porte;

-- Qui emporte beaucoup, d'un coup, le fait savoir à sa coopérative ; même en lecture seule, où rien d'autre ne s'écrit.
create or replace function porte.signaler_rafale(p_jeton bytea, p_genre text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare s record;
begin
  if p_genre is null or p_genre not in ('export', 'papier') then return false; end if;
  select v.compte, v.organisme into s from porte.session_valable(p_jeton) v join compte.adhesion a
    on a.organisme_id = v.organisme and a.compte_id = v.compte and a.acceptee_le is not null and v.assistance is null;
  if not found then return false; end if;
  perform porte.enfiler('organisme.alerter-rafale', jsonb_build_object('organisme', s.organisme, 'personne', s.compte, 'genre', p_genre),
    'rafale:' || s.organisme || ':' || s.compte || ':' || p_genre, null);
  return true;
end $$;
comment on function porte.signaler_rafale is 'Fait prévenir la direction et la personne déléguée qu’une personne emporte beaucoup ; faux : ce jeton n’est pas d’un membre.';
grant execute on function porte.signaler_rafale to coforme_app;
