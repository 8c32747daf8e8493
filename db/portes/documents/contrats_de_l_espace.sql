set local role coforme_porte;

-- Ce dont une personne peut encore se rétracter en ligne : le lien même qu'elle a reçu se refait sous les clés de l'instance. Le délai
-- exact est à la page du lien ; ici, ce qui est signé depuis cette date.
create or replace function porte.contrats_de_l_espace(p_jeton bytea, p_depuis timestamptz)
  returns table (demande uuid, envois integer, numero text, signe_le timestamptz, zone text)
language plpgsql stable security definer set search_path = '' as $$
declare a record;
begin
  select * into a from porte.acces_du_lien(p_jeton);
  if not found or a.genre <> 'stagiaire' then return; end if;
  return query
    select d.id, d.envois, p.numero, o.signe_le, s.zone from inscriptions.dossier o
      join sessions.session s on s.organisme_id = o.organisme_id and s.id = o.session_id
      join documents.piece p on p.organisme_id = o.organisme_id and p.id = o.signature_piece_id and p.genre = 'contrat' and p.effacee_le is null
      join documents.demande d on d.organisme_id = p.organisme_id and d.piece_id = p.id and d.acte = 'signature' and d.retiree_le is null
        and d.envois > 0
      join tiers.personne q on q.organisme_id = d.organisme_id and q.id = a.personne_id and lower(q.courriel) = lower(d.courriel)
     where o.organisme_id = a.organisme_id and o.personne_id = any (a.fiches) and o.signature_moyen = 'lien' and o.retracte_le is null
       and o.circonstance <> 'etablissement' and o.signe_le > p_depuis
     order by o.signe_le, d.id;
end $$;
comment on function porte.contrats_de_l_espace is 'Les contrats de la personne d’un espace, signés par lien depuis cette date et non rétractés.';
grant execute on function porte.contrats_de_l_espace to coforme_app;
