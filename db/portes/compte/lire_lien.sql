set local role coforme_porte;

-- Lire ne consomme jamais : les messageries ouvrent les liens avant les personnes.
create or replace function porte.lire_lien(p_jeton bytea)
returns table (usage text, compte uuid, courriel text, prenom text, nom text, a_mot_de_passe boolean,
  organisme uuid, organisme_nom text, activite uuid, objet uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select l.usage, l.compte, c.courriel, coalesce(nullif(a.prenom, ''), c.prenom), coalesce(nullif(a.nom, ''), c.nom),
      c.derivee is not null, l.organisme, o.nom, l.activite, l.objet
    from porte.lien_valable(p_jeton) l
    left join compte.compte c on c.id = l.compte
    left join compte.adhesion a on l.usage = 'invitation' and a.compte_id = l.compte and a.organisme_id = l.organisme and c.derivee is null
    left join organisme.organisme o on o.organisme_id = l.organisme
   where c.ferme_le is null;
end $$;
grant execute on function porte.lire_lien to coforme_app;
