set local role coforme_porte;

-- Le premier pas d'un pôle : il naît avec son premier membre, qui l'anime.
create or replace function porte.fonder_pole(p_pole uuid, p_code text, p_genre text, p_nom text, p_entree text, p_anime text, p_le timestamptz)
returns void language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme(); personne uuid := porte.personne();
begin
  p_le := porte.heure(p_le);
  if moi is null or personne is null then
    raise exception 'Un pôle se fonde au nom d’une coopérative, par une personne.' using errcode = '42501';
  end if;
  insert into pole.pole (pole_id, organisme_id, code, genre, nom, entree, etat, lance_le, cree_le)
    values (p_pole, moi, p_code, p_genre, p_nom, p_entree, 'lance', (p_le at time zone 'Europe/Paris')::date, p_le);
  insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, demandee_par, du)
    values (p_pole, moi, 'active', p_le, personne, (p_le at time zone 'Europe/Paris')::date);
  insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
    values (p_pole, moi, personne, 'animation', p_anime, p_le), (p_pole, moi, personne, 'titulaire', p_anime, p_le);
end $$;
comment on function porte.fonder_pole is 'Fonde un pôle : son premier membre est l’organisme de la transaction, sa personne l’anime.';
grant execute on function porte.fonder_pole to coforme_app;
