set local role coforme_porte;

-- Propose, et signe : « proposee », « deja » (le même envoi), « pris » (ce nom), « identite » (la sienne n'est pas visée).
create or replace function porte.proposer_pole(p_id uuid, p_code text, p_genre text, p_nom text, p_raison text, p_territoire text,
  p_departement text, p_courriel text, p_entree text, p_par text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if moi is null or qui is null then
    raise exception 'Un pôle se propose au nom d’une coopérative, par une personne.' using errcode = '42501';
  end if;
  if not porte.identite_visee(moi) then return 'identite'; end if;
  if exists (select from pole.proposition where id = p_id) then return 'deja'; end if;
  if porte.code_de_pole_pris(p_code) then return 'pris'; end if;
  insert into pole.proposition (id, organisme_id, compte_id, code, genre, nom, raison, territoire, departement, courriel, entree, par, etat, proposee_le)
    values (p_id, moi, qui, p_code, p_genre, p_nom, p_raison, p_territoire, p_departement, p_courriel, p_entree, p_par, 'ouverte', p_le)
    on conflict do nothing;
  if not found then return 'pris'; end if;
  insert into pole.soutien (proposition_id, organisme_id, compte_id, nom, le) values (p_id, moi, qui, p_par, p_le);
  perform porte.enfiler('portail.demander-avis', jsonb_build_object('proposition', p_id), 'avis:' || p_id, null);
  return 'proposee';
end $$;
grant execute on function porte.proposer_pole to coforme_app;
