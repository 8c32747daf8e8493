set local role coforme_porte;

-- « on conflict do nothing » attend avant d'écrire ; l'ajout nu écrit, puis attend, et deux gestes s'y bloquent l'un
-- l'autre. Qui ajoute plusieurs heures les trie par ressource, puis par début.
create or replace function porte.prendre(p_organisme uuid, p_seance uuid, p_genre text, p_ressource uuid, p_cle uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare x record;
begin
  select debut, fin, tenue, reprise into x from sessions.seance where organisme_id = p_organisme and id = p_seance;
  -- Absente : une restauration pose les affectations d'abord ; la séance les prendra en arrivant.
  if not found or not x.tenue or x.reprise then return; end if;
  perform porte.oter_echues(p_genre, p_organisme, p_cle, tstzrange(x.debut, x.fin, '[)'));
  insert into sessions.occupation (organisme_id, seance_id, genre, ressource_id, cle, creneau)
    values (p_organisme, p_seance, p_genre, p_ressource, p_cle, tstzrange(x.debut, x.fin, '[)')) on conflict do nothing;
  if not found then
    raise exception 'occupé' using errcode = '23P01', constraint = p_genre || '_libre', table = 'occupation', schema = 'sessions';
  end if;
end $$;
