set local role coforme_porte;

-- Une mission entre enseignes, pas à pas : ce que la base vérifie, et ce qu’elle écrit elle-même.
create or replace function porte.garder_mission() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  moi uuid := porte.personne();
  faute text;
begin
  if tg_op = 'UPDATE' then
    if not new.etat = any (porte.pas_de_mission(old.id, new.constatee_le)) then
      raise exception 'pas' using errcode = '42501';
    end if;
    if new.etat in ('refusee', 'annulee') or old.etat = 'constatee' and new.etat = 'accordee' then
      faute := case when length(btrim(new.motif)) < 3 then 'motif' end;
    end if;
    if old.etat = 'demandee' and new.etat in ('accordee', 'refusee') then
      new.repondue_le := porte.heure(new.repondue_le);
      new.repondue_par := moi;
      -- Une rectification n’a rien à constater : accordée, elle compte.
      if new.genre = 'rectification' and new.etat = 'accordee' then
        new.etat := 'confirmee';
        new.confirmee_le := new.repondue_le;
        new.confirmee_par := moi;
      end if;
    elsif new.etat = 'constatee' then
      if coalesce(new.minutes, 0) <= 0 or not (app.toutes_activites()
          or case new.constat_cote when 'acheteuse' then new.acheteuse_id else new.vendeuse_id end = any (app.activites())) then
        faute := 'constat';
      end if;
      new.constatee_le := porte.heure(new.constatee_le);
      new.constatee_par := moi;
    elsif new.etat = 'confirmee' then
      -- Ce que l’autre confirme est ce qui fut constaté.
      new.minutes := old.minutes;
      new.demi_journees := old.demi_journees;
      new.base_centimes := old.base_centimes;
      new.constat_cote := old.constat_cote;
      new.constatee_le := old.constatee_le;
      new.confirmee_le := porte.heure(new.confirmee_le);
      new.confirmee_par := moi;
    elsif new.etat = 'accordee' then
      new.minutes := null;
      new.demi_journees := null;
      new.base_centimes := null;
      new.constat_cote := null;
      new.constatee_le := null;
      new.constatee_par := null;
    end if;
  else
    if moi is null or not porte.tient(app.liste('roles-des-missions')) or not (app.toutes_activites()
        or case new.cote when 'acheteuse' then new.acheteuse_id else new.vendeuse_id end = any (app.activites())) then
      raise exception 'pas' using errcode = '42501';
    end if;
    new.etat := 'demandee';
    new.demandee_le := porte.heure(new.demandee_le);
    new.demandee_par := moi;
    faute := case
      when not exists (select from organisme.organisme o where o.organisme_id = new.organisme_id and o.cae)
        or exists (select from organisme.activite a where a.organisme_id = new.organisme_id and a.id in (new.acheteuse_id, new.vendeuse_id) and a.fermee_le is not null)
        then 'enseigne'
      when new.session_id is not null and not exists (select from sessions.session s
        where s.organisme_id = new.organisme_id and s.id = new.session_id and s.activite_id = new.acheteuse_id) then 'session'
      -- Un cadre peut finir plus tard ; une rectification a les dates de ce qu’elle corrige.
      when new.genre <> 'rectification' and (case new.genre when 'cadre' then new.du else new.au end)
        > ((new.demandee_le + app.duree('mission-d-avance')) at time zone 'Europe/Paris')::date then 'avance'
    end;
    if new.cadre_id is not null then
      -- Sous un cadre en vigueur, aux mêmes conditions, l’accord est déjà donné.
      new.etat := 'accordee';
      if not exists (select from cae.mission c where c.organisme_id = new.organisme_id and c.id = new.cadre_id and c.genre = 'cadre' and c.etat = 'accordee'
          and c.acheteuse_id = new.acheteuse_id and c.vendeuse_id = new.vendeuse_id and c.cle = new.cle
          and c.tarif_centimes is not distinct from new.tarif_centimes and c.taux_points is not distinct from new.taux_points
          and c.du <= new.du and (c.au is null or c.au >= new.au)) then
        faute := 'cadre';
      end if;
    end if;
  end if;
  -- Qui intervient est de l’enseigne qui l’envoie, et elle seule le dit.
  if new.intervenant_id is not null and (tg_op = 'INSERT' or new.intervenant_id is distinct from old.intervenant_id)
    and not ((app.toutes_activites() or new.vendeuse_id = any (app.activites())) and exists (select from tiers.intervenant i
      join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
     where i.organisme_id = new.organisme_id and i.personne_id = new.intervenant_id and p.activite_id = new.vendeuse_id)) then
    faute := 'intervenant';
  end if;
  -- Un bon se corrige à rebours, à ses dates, et jamais au-delà de ce qu’il vaut encore ; deux rectifications au même instant s’attendent.
  if new.genre = 'rectification' and new.etat in ('demandee', 'confirmee') then
    perform pg_advisory_xact_lock(4817, hashtext(new.corrige_id::text));
    if not exists (select from cae.mission m where m.organisme_id = new.organisme_id and m.id = new.corrige_id and m.genre = 'mission' and m.etat = 'confirmee'
        and m.acheteuse_id = new.vendeuse_id and m.vendeuse_id = new.acheteuse_id and m.du = new.du and m.au = new.au
        and m.montant_centimes >= new.tarif_centimes + coalesce((select sum(r.montant_centimes) from cae.mission r
          where r.organisme_id = m.organisme_id and r.corrige_id = m.id and r.etat = 'confirmee'), 0)) then
      faute := 'rectification';
    end if;
  end if;
  -- Les parts qu’une enseigne a promises ne dépassent le tout aucun jour, accordées ou proposées ; deux promesses au même instant s’attendent.
  if tg_op = 'INSERT' and new.genre = 'cadre' and new.cle = 'pourcent' then
    perform pg_advisory_xact_lock(4834, hashtext(new.acheteuse_id::text));
    if exists (with c as (select m.du, m.au, m.taux_points from cae.mission m where m.organisme_id = new.organisme_id and m.acheteuse_id = new.acheteuse_id
          and m.id <> new.id and m.genre = 'cadre' and m.cle = 'pourcent' and m.etat in ('demandee', 'accordee')
          and (new.au is null or m.du <= new.au) and (m.au is null or m.au >= new.du))
      select from (select new.du as jour union select c.du from c where c.du > new.du) j
       where new.taux_points + (select coalesce(sum(c.taux_points), 0) from c where c.du <= j.jour and (c.au is null or c.au >= j.jour)) > 10000) then
      faute := coalesce(faute, 'parts');
    end if;
  end if;
  if faute is not null then
    raise exception '%', faute using errcode = '23514', constraint = 'mission_' || faute;
  end if;
  return new;
end $$;
grant execute on function porte.garder_mission to coforme_owner;
