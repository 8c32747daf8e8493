set local role coforme_porte;

create or replace function porte.destinataire(p_compte uuid, p_organisme uuid)
returns table (courriel text, prenom text, nom text, a_mot_de_passe boolean, organisme_nom text, membre boolean, acceptee boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select c.courriel, c.prenom, c.nom, c.derivee is not null, o.nom, a.compte_id is not null, a.acceptee_le is not null
    from compte.compte c
    left join compte.adhesion a on a.compte_id = c.id and a.organisme_id = p_organisme and (a.au is null or a.au >= porte.aujourd_hui())
    left join organisme.organisme o on o.organisme_id = p_organisme
   where c.id = p_compte and c.ferme_le is null;
end $$;
grant execute on function porte.destinataire to coforme_worker, coforme_migrator;
