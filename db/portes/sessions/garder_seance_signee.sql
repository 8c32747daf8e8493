set local role coforme_porte;

-- Émargée, elle garde aussi sa modalité. Dire ce qu'elle valait déjà ne la change pas : c'est ce qui la tient quand sa session, en
-- présence ou à distance, devient mixte.
create or replace function porte.garder_seance_signee() returns trigger
language plpgsql security definer set search_path = '' as $$
declare meme boolean := (new.jour, new.debut, new.fin, new.session_id) is not distinct from (old.jour, old.debut, old.fin, old.session_id);
begin
  if meme and new.modalite is not distinct from old.modalite then return new; end if;
  if meme and old.modalite is null and exists (select from sessions.session s
      where s.organisme_id = new.organisme_id and s.id = new.session_id and s.modalite = new.modalite) then return new; end if;
  perform pg_advisory_xact_lock(4811, hashtext(new.id::text));
  if porte.seance_emargee(new.organisme_id, new.id) then
    if meme then
      raise exception 'Une demi-journée émargée garde sa modalité.' using errcode = '23001', constraint = 'modalite_signee';
    end if;
    raise exception 'Une demi-journée émargée ne se déplace pas.' using errcode = '23001', constraint = 'seance_signee';
  end if;
  return new;
end $$;
grant execute on function porte.garder_seance_signee to coforme_owner;
