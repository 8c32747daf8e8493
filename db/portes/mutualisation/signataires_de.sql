set local role coforme_porte;

-- Un prêt ne se délègue pas : la direction le signe, ou qui peut tout signer. Une sous-traitance, qui en a la délégation, dans son plafond.
create or replace function porte.signataires_de(p_organisme uuid, p_forme text, p_centimes bigint)
returns table (compte uuid, nom text, qualite text, courriel text)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select g.compte_id, g.nom, g.qualite, k.courriel from organisme.signataire g join compte.compte k on k.id = g.compte_id
     where g.organisme_id = p_organisme and k.ferme_le is null
       and (g.debut <= porte.aujourd_hui() or porte.horloge_est_libre()) and (g.fin is null or g.fin >= porte.aujourd_hui()) and (g.revoquee_le is null or g.revoquee_le > porte.aujourd_hui())
       and (g.genre = 'fonction' or '*' = any (g.pieces) or (p_forme = any (app.liste('formes-confiees')) and 'sous-traitance' = any (g.pieces)))
       and (g.plafond_centimes is null or g.plafond_centimes >= p_centimes)
       and exists (select from compte.adhesion d where d.organisme_id = p_organisme and d.compte_id = g.compte_id and d.acceptee_le is not null
         and (d.au is null or d.au >= porte.aujourd_hui()))
     order by g.genre = 'fonction' desc, g.plafond_centimes is null desc, g.debut, g.id;
end $$;
revoke execute on function porte.signataires_de from public;
