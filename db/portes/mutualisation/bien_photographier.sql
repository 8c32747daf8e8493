set local role coforme_porte;

-- Six au plus ; le fichier est déjà rangé chez elle.
create or replace function porte.bien_photographier(p_id uuid, p_bien uuid, p_legende text, p_fichier text, p_type text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare ici uuid := porte.organisme();
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) then return 'refuse'; end if;
  perform from mutualisation.bien b where b.organisme_id = ici and b.id = p_bien and b.retire_le is null for update;
  if not found then return 'introuvable'; end if;
  if not exists (select from plateforme.fichier f where f.organisme_id = ici and encode(f.empreinte, 'hex') = p_fichier) then return 'introuvable'; end if;
  if exists (select from mutualisation.bien_photo x where x.organisme_id = ici and x.id = p_id) then return 'deja'; end if;
  -- Permis : borne de ce qu’une fiche montre.
  if (select count(*) from mutualisation.bien_photo x where x.organisme_id = ici and x.bien_id = p_bien and x.otee_le is null) >= 6 then return 'trop'; end if;
  insert into mutualisation.bien_photo (organisme_id, id, bien_id, legende, fichier, type, ajoutee_le, ajoutee_par)
    values (ici, p_id, p_bien, p_legende, p_fichier, p_type, porte.heure(p_le), porte.personne()) on conflict do nothing;
  -- L’identifiant est celui d’une autre coopérative.
  if not found then return 'introuvable'; end if;
  return 'ajoutee';
end $$;
comment on function porte.bien_photographier is 'Ajoute une photographie à la fiche d’un bien de sa coopérative.';
grant execute on function porte.bien_photographier to coforme_app;
