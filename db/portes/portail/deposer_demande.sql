set local role coforme_porte;

-- Le lien reçu par courriel porte l'identifiant et une preuve tirée des clés de l'instance, que l'application vérifie : qui arrive ici
-- la tient. Un identifiant seul n'ouvre aucune page. `p_offre` : une place s'y demande, à la coopérative qui la publie ; elle doit être en ligne.
create or replace function porte.deposer_demande(p_id uuid, p_departement text, p_sujet text, p_offre uuid, p_chiffre bytea, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid;
begin
  if p_offre is not null then
    select organisme_id into o from porte.contact_de_l_offre(p_offre, (porte.heure(p_le) at time zone 'Europe/Paris')::date);
    if not found then return false; end if;
  end if;
  insert into portail.demande (id, departement, sujet, organisme_id, offre_id, chiffre, etat, recue_le)
    values (p_id, p_departement, p_sujet, o, p_offre, p_chiffre, 'a-prouver', porte.heure(p_le)) on conflict do nothing;
  if not found then return false; end if;
  perform porte.enfiler_preuve('demande', p_id);
  return true;
end $$;
grant execute on function porte.deposer_demande to coforme_app;
