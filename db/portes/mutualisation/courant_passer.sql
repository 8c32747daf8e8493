set local role coforme_porte;

-- L’unique endroit qui passe un mouvement : la ligne et les deux comptes, ou rien. `p_passe` s’ajoute à ce qui est dû, `p_tient` à ce qui
-- attend (négatif : il s’en libère). Faux : un plafond serait franchi ; lequel des deux, il ne le dit pas, ce serait montrer un solde.
create or replace function porte.courant_passer(p_id uuid, p_pole uuid, p_genre text, p_debiteur uuid, p_crediteur uuid, p_montant bigint,
  p_passe bigint, p_tient bigint, p_proposition uuid, p_arrete uuid, p_attente uuid, p_corrige uuid, p_expire timestamptz, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from mutualisation.compte c where c.pole_id = p_pole and (
    (c.organisme_id = p_debiteur and c.avoir - c.doit - c.doit_attente - p_passe - p_tient < -c.plafond_centimes and p_passe + p_tient > 0)
    or (c.organisme_id = p_crediteur and c.avoir - c.doit + c.avoir_attente + p_passe + p_tient > c.plafond_centimes and p_passe + p_tient > 0));
  if found then return false; end if;
  insert into mutualisation.mouvement (id, pole_id, genre, debiteur_id, crediteur_id, montant_centimes, proposition_id, arrete_id, attente_id,
      corrige_id, expire_le, le, par)
    values (p_id, p_pole, p_genre, p_debiteur, p_crediteur, p_montant, p_proposition, p_arrete, p_attente, p_corrige, p_expire,
      porte.heure(p_le), porte.personne());
  update mutualisation.compte c set
      doit = c.doit + case when c.organisme_id = p_debiteur then p_passe else 0 end,
      avoir = c.avoir + case when c.organisme_id = p_crediteur then p_passe else 0 end,
      doit_attente = c.doit_attente + case when c.organisme_id = p_debiteur then p_tient else 0 end,
      avoir_attente = c.avoir_attente + case when c.organisme_id = p_crediteur then p_tient else 0 end
    where c.pole_id = p_pole and c.organisme_id in (p_debiteur, p_crediteur);
  return true;
end $$;
revoke execute on function porte.courant_passer from public;
