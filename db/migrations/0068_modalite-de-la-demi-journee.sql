-- Une session mixte dit lesquelles de ses demi-journées se tiennent sur place, et lesquelles à distance. Nulle : la modalité de la
-- session. Une demi-journée ne contredit pas sa session : hors d'une session mixte, elle n'en dit pas d'autre que la sienne.

alter table sessions.seance add column modalite text check (modalite in ('presentiel', 'distance'));
alter table sessions.seance alter column modalite set statistics 0;
comment on column sessions.seance.modalite is 'Sur place ou à distance, d’une session mixte ; nulle : celle de la session.';

call app.laisser_lire('sessions.seance', 'modalite');
call app.laisser_lire('sessions.session', 'modalite');
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

create function porte.garder_modalite() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from sessions.session s where s.organisme_id = new.organisme_id and s.id = new.session_id
      and s.modalite <> 'mixte' and s.modalite <> new.modalite) then
    raise exception 'Une demi-journée ne contredit pas la modalité de sa session.' using errcode = '23001', constraint = 'modalite_contraire';
  end if;
  return new;
end $$;

create function porte.garder_modalites() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from sessions.seance x where x.organisme_id = new.organisme_id and x.session_id = new.id
      and x.modalite <> new.modalite) then
    raise exception 'Une demi-journée ne contredit pas la modalité de sa session.' using errcode = '23001', constraint = 'modalite_contraire';
  end if;
  return new;
end $$;
revoke execute on function porte.garder_modalite(), porte.garder_modalites() from public;
grant execute on function porte.garder_modalite(), porte.garder_modalites() to coforme_owner;
set local role coforme_owner;
create trigger garder_modalite before insert or update of modalite, session_id on sessions.seance for each row
  when (new.modalite is not null) execute function porte.garder_modalite();
create trigger garder_modalites before update of modalite on sessions.session for each row
  when (new.modalite is distinct from old.modalite and new.modalite <> 'mixte') execute function porte.garder_modalites();
