set local role coforme_porte;

-- Un envoi interrompu (arrêt brutal) se reprend après cinq minutes ; d'ici là un second ouvrier n'y touche pas.
create or replace function porte.prendre_courriel(p_id uuid, out chiffre bytea, out essai integer)
language plpgsql volatile security definer set search_path = '' as $$
begin
  update plateforme.courriel c set tentatives = tentatives + 1, pris_le = now()
    -- Permis : un envoi interrompu se reprend.
    where c.id = p_id and c.etat = 'en-attente' and (c.pris_le is null or c.pris_le < now() - interval '5 minutes')
    returning c.chiffre, c.tentatives into chiffre, essai;
end $$;
grant execute on function porte.prendre_courriel to coforme_worker;
