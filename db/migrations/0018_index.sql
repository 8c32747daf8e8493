-- Ce que la mesure des pages sous un million de signatures a demandé.

-- Les inscrits d'une session, quel que soit leur état : sans lui, tous ceux de l'organisme étaient parcourus.
create index inscription_session on inscriptions.inscription (organisme_id, session_id);

-- ─── Les bords d'une session ─────────────────────────────────────────────────────────────────────
-- La liste va de la plus tardive à la plus ancienne : tirés des séances à chaque page, ses bords coûtaient autant de
-- lectures que l'organisme a de sessions. Ils sont gardés avec elle, tenus par la base, et l'index donne la page.
alter table sessions.session
  add column premier_jour date,            -- jour de la première séance ; sans séance, celui de la création
  add column dernier_jour date;

set local role coforme_maintenance;
update sessions.session s set
  premier_jour = coalesce((select min(x.jour) from sessions.seance x where x.organisme_id = s.organisme_id and x.session_id = s.id), s.cree_le::date),
  dernier_jour = coalesce((select max(x.jour) from sessions.seance x where x.organisme_id = s.organisme_id and x.session_id = s.id), s.cree_le::date);
set local role coforme_owner;
alter table sessions.session alter column premier_jour set not null, alter column dernier_jour set not null;

create index session_liste on sessions.session (organisme_id, premier_jour, id);

call app.laisser_lire('sessions.session', 'organisme_id, id, cree_le, premier_jour, dernier_jour');
call app.laisser_lire('sessions.seance', 'organisme_id, session_id, jour');
grant update (premier_jour, dernier_jour) on sessions.session to coforme_porte;
create policy porte_bords on sessions.session for update to coforme_porte using (true) with check (true);

set local role coforme_porte;

create function porte.poser_bords() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  b record;
begin
  -- Une session naît sans séance ; une restauration peut avoir posé les siennes avant elle.
  select min(x.jour) as premier, max(x.jour) as dernier into b from sessions.seance x
    where x.organisme_id = new.organisme_id and x.session_id = new.id;
  new.premier_jour := coalesce(b.premier, (new.cree_le at time zone 'UTC')::date);
  new.dernier_jour := coalesce(b.dernier, (new.cree_le at time zone 'UTC')::date);
  return new;
end $$;
comment on function porte.poser_bords is 'Les bords d’une session qui arrive : ceux de ses séances, sinon le jour de sa création.';

create function porte.suivre_bords() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  r record;
begin
  for r in select distinct t.organisme_id, t.session_id from touchees t loop
    update sessions.session s
       set premier_jour = coalesce(b.premier, (s.cree_le at time zone 'UTC')::date), dernier_jour = coalesce(b.dernier, (s.cree_le at time zone 'UTC')::date)
      from (select min(x.jour) as premier, max(x.jour) as dernier from sessions.seance x
             where x.organisme_id = r.organisme_id and x.session_id = r.session_id) b
     where s.organisme_id = r.organisme_id and s.id = r.session_id
       and (s.premier_jour, s.dernier_jour) is distinct from
           (coalesce(b.premier, (s.cree_le at time zone 'UTC')::date), coalesce(b.dernier, (s.cree_le at time zone 'UTC')::date));
  end loop;
  return null;
end $$;
comment on function porte.suivre_bords is 'Une fois par instruction qui ajoute, déplace ou retire des séances : les bords de leurs sessions.';
grant execute on function porte.poser_bords(), porte.suivre_bords() to coforme_owner;

set local role coforme_owner;

create trigger poser_bords before insert on sessions.session for each row execute function porte.poser_bords();
create trigger suivre_bords_ajout after insert on sessions.seance referencing new table as touchees
  for each statement execute function porte.suivre_bords();
create trigger suivre_bords_retrait after delete on sessions.seance referencing old table as touchees
  for each statement execute function porte.suivre_bords();
-- Une séance ne change pas de session (la clé d'un changement serait à suivre des deux côtés) : ses jours seuls bougent.
create trigger suivre_bords_changement after update on sessions.seance referencing new table as touchees
  for each statement execute function porte.suivre_bords();

-- ─── Les textes hors des statistiques ────────────────────────────────────────────────────────────
-- app.proteger le fait à la création d'une table ; une colonne ajoutée ensuite y échappait, et les estimations de
-- « explain » auraient montré ce que disent les lignes des voisins.
do $$
declare
  c record;
begin
  for c in select a.attrelid::regclass as t, a.attname from app.famille f join pg_attribute a on a.attrelid = f.nom::regclass
            join pg_class k on k.oid = a.attrelid and k.relowner = 'coforme_owner'::regrole
            where f.famille <> 'public' and a.attnum > 0 and not a.attisdropped and a.attstattarget is distinct from 0
              and a.atttypid = any ('{text,text[],jsonb,bytea}'::regtype[]) loop
    execute format('alter table %s alter column %I set statistics 0', c.t, c.attname);
  end loop;
end $$;
