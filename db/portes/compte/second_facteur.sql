set local role coforme_porte;

-- Le secret sort chiffré : sa clé n'est pas dans la base.
create or replace function porte.second_facteur(p_jeton bytea)
returns table (compte uuid, courriel text, etat text, chiffre bytea, actif boolean, secours integer, maintenant timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select c.id, c.courriel, s.etat, c.totp, c.totp_le is not null,
      (select count(*)::integer from compte.secours x where x.compte_id = c.id and x.employe_le is null), now()
    from compte.session s join compte.compte c on c.id = s.compte_id
   -- Permis : deux états de la session de connexion, non une règle.
   where s.jeton = p_jeton and s.etat in ('second-facteur', 'ouverte') and s.expire_le > porte.present()
     and s.vue_le > porte.present() - porte.inactivite(s.retenue) and c.ferme_le is null;
end $$;
grant execute on function porte.second_facteur to coforme_app;
