-- Une règle ne relit pas sa propre table : qu'il y ait une signature dont se rétracter se vérifie à part.
create or replace function documents.garder_retractation() returns trigger language plpgsql set search_path = '' as $$
begin
  if not exists (select from documents.signature s join documents.piece p on p.organisme_id = s.organisme_id and p.id = s.piece_id
      where s.organisme_id = new.organisme_id and s.demande_id = new.demande_id and s.acte = 'signature' and p.genre = 'contrat') then
    raise exception 'On ne se rétracte que du contrat que l’on a signé.' using errcode = '23001', constraint = 'retractation_sans_contrat';
  end if;
  return new;
end $$;
