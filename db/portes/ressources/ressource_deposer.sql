set local role coforme_porte;

-- L’identifiant vient de la page : celui du document d’une autre ne double pas le sien.
create or replace function porte.ressource_deposer(p_id uuid, p_pole uuid, p_titre text, p_genre text, p_publics text, p_duree text, p_prerequis text,
  p_langues text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-ressources')) or not p_pole = any (porte.poles())
    then return 'refuse'; end if;
  insert into ressources.ressource (organisme_id, id, pole_id, titre, genre, publics, duree, prerequis, langues, deposee_le, deposee_par)
    values (porte.organisme(), p_id, p_pole, p_titre, p_genre, p_publics, p_duree, p_prerequis, p_langues, porte.heure(p_le), porte.personne())
    on conflict do nothing;
  if found then return 'deposee'; end if;
  return case when exists (select from ressources.ressource r where r.organisme_id = porte.organisme() and r.id = p_id) then 'deja' else 'refuse' end;
end $$;
comment on function porte.ressource_deposer is 'Met un document en commun dans un pôle.';
grant execute on function porte.ressource_deposer to coforme_app;
