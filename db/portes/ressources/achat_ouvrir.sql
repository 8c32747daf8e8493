set local role coforme_porte;

-- L’identifiant vient de la page : celui de l’achat d’une autre ne double pas le sien.
create or replace function porte.achat_ouvrir(p_id uuid, p_pole uuid, p_genre text, p_objet text, p_besoin text, p_unite text, p_jusqu_au date, p_le timestamptz)
  returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.tient_les_achats() or not p_pole = any (porte.poles()) then return 'refuse'; end if;
  p_le := porte.heure(p_le);
  if not p_jusqu_au >= (p_le at time zone 'Europe/Paris')::date then return 'passe'; end if;
  insert into ressources.achat (organisme_id, id, pole_id, genre, objet, besoin, unite, volumes_jusqu_au, ouvert_le, ouvert_par)
    values (porte.organisme(), p_id, p_pole, p_genre, p_objet, p_besoin, p_unite, p_jusqu_au, p_le, porte.personne()) on conflict do nothing;
  if found then return 'ouvert'; end if;
  return case when exists (select from ressources.achat a where a.organisme_id = porte.organisme() and a.id = p_id) then 'deja' else 'refuse' end;
end $$;
comment on function porte.achat_ouvrir is 'Ouvre un achat à préparer ensemble dans un pôle.';
grant execute on function porte.achat_ouvrir to coforme_app;
