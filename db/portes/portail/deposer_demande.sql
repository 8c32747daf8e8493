set local role coforme_porte;

-- Le lien reçu par courriel porte l'identifiant et une preuve tirée des clés de l'instance, que l'application vérifie : qui arrive ici
-- la tient. Un identifiant seul n'ouvre aucune page.
create or replace function porte.deposer_demande(p_id uuid, p_departement text, p_sujet text, p_chiffre bytea, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into portail.demande (id, departement, sujet, chiffre, etat, recue_le)
    values (p_id, p_departement, p_sujet, p_chiffre, 'a-prouver', porte.heure(p_le)) on conflict do nothing;
  if not found then return false; end if;
  perform porte.enfiler_preuve('demande', p_id);
  return true;
end $$;
grant execute on function porte.deposer_demande to coforme_app;
