set local role coforme_porte;

create or replace function porte.vivier_demander(p_id uuid, p_fiche uuid, p_message text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare f record;
begin
  p_le := porte.heure(p_le);
  select v.organisme_id, v.compte_id into f from porte.vivier_visibles() v where v.id = p_fiche;
  if not found then return 'introuvable'; end if;
  if not porte.tient(app.liste('roles-qui-demandent-au-vivier')) then return 'refuse'; end if;
  if f.compte_id = porte.personne() then return 'soi'; end if;
  -- Un non vaut un temps : on n’insiste pas.
  if exists (select from mutualisation.prise_de_contact d where d.organisme_id = f.organisme_id and d.fiche_id = p_fiche
      and d.de_organisme_id = porte.organisme() and d.reponse = 'refusee' and d.repondue_le > p_le - app.duree('contact-refuse')) then
    return 'refusee';
  end if;
  insert into mutualisation.prise_de_contact (organisme_id, id, fiche_id, de_organisme_id, de_compte_id, message, faite_le)
    values (f.organisme_id, p_id, p_fiche, porte.organisme(), porte.personne(), p_message, p_le) on conflict do nothing;
  if found then return 'demandee'; end if;
  -- L’identifiant peut être celui d’une autre demande : rien n’est alors fait.
  return case when exists (select from mutualisation.prise_de_contact d where d.organisme_id = f.organisme_id and d.fiche_id = p_fiche
      and d.de_organisme_id = porte.organisme() and d.reponse is distinct from 'refusee') then 'deja' else 'refuse' end;
end $$;
comment on function porte.vivier_demander is 'Demande à joindre une personne du vivier.';
grant execute on function porte.vivier_demander to coforme_app;
