set local role coforme_porte;

-- Lance le pôle : chaque coopérative qui a signé en est membre, la personne qui a signé parle pour elle, celle qui lance l'anime.
-- « lance », « signatures » (il en manque), « pris » (ce nom, entre-temps), ou null : pas à elle, ou plus ouverte.
create or replace function porte.lancer_pole(p_id uuid, p_pole uuid, p_anime text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); qui uuid := porte.personne(); p record; jour date := (porte.heure(p_le) at time zone 'Europe/Paris')::date; s record;
begin
  p_le := porte.heure(p_le);
  if qui is null then return null; end if;
  select * into p from pole.proposition where id = p_id and organisme_id = moi for update;
  if not found then return null; end if;
  if p.etat = 'lancee' then return 'lance'; end if;
  if p.etat <> 'ouverte' then return null; end if;
  if (select count(*) from pole.soutien where proposition_id = p_id) < porte.signatures_d_un_pole() then return 'signatures'; end if;
  if exists (select from pole.pole where code = p.code) then return 'pris'; end if;
  insert into pole.pole (pole_id, organisme_id, code, genre, nom, raison, territoire, courriel, entree, etat, lance_le, cree_le)
    values (p_pole, moi, p.code, p.genre, p.nom, p.raison, p.territoire, p.courriel, p.entree, 'lance', jour, p_le);
  insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, demandee_par, du, propose)
    select p_pole, x.organisme_id, 'active', x.le, x.compte_id, jour, x.mot from pole.soutien x where x.proposition_id = p_id;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
    select p_pole, x.organisme_id, x.compte_id, 'titulaire', x.nom, p_le from pole.soutien x where x.proposition_id = p_id;
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (p_pole, moi, qui, 'animation', p_anime, p_le);
  update pole.proposition set etat = 'lancee', finie_le = p_le, pole_id = p_pole where id = p_id;
  for s in select x.organisme_id from pole.soutien x where x.proposition_id = p_id and x.organisme_id <> moi loop
    perform porte.enfiler('pole.accueillir', jsonb_build_object('organisme', s.organisme_id, 'pole', p_pole, 'cooperative', s.organisme_id), null, null);
  end loop;
  return 'lance';
end $$;
grant execute on function porte.lancer_pole to coforme_app;
