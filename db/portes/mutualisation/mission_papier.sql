set local role coforme_porte;

-- Le contrat se lit des deux ; l’avenant, de l’employeur et de la personne. Signé, c’est l’exemplaire qui porte le plus de signatures.
create or replace function porte.mission_papier(p_mission uuid, p_quoi text)
returns table (organisme uuid, numero text, empreinte text, octets bytea, signatures integer)
language plpgsql stable security definer set search_path = '' as $$
declare
  m mutualisation.mission;
  moi uuid := porte.organisme();
  ou uuid;
  laquelle uuid;
begin
  if porte.personne() is null or porte.par_lien() then return; end if;
  select * into m from mutualisation.mission x where x.id = p_mission
    and ((x.de_organisme_id = moi and porte.tient_partout(app.liste('roles-des-appels')) and p_quoi = 'contrat')
      or (x.organisme_id = moi and (x.compte_id = porte.personne() or porte.tient_partout(app.liste('roles-des-appels')) or porte.tient_partout(app.liste('roles-qui-visent')))));
  if not found then return; end if;
  ou := case p_quoi when 'contrat' then m.de_organisme_id when 'avenant' then m.organisme_id end;
  laquelle := case p_quoi when 'contrat' then m.piece_id when 'avenant' then m.avenant_id end;
  return query
    select ou, p.numero, encode(f.empreinte, 'hex'), f.octets, coalesce(e.signatures, 0)
      from documents.piece p
      left join lateral (select x.fichier, x.signatures from documents.exemplaire x where x.organisme_id = p.organisme_id and x.piece_id = p.id
        order by x.signatures desc limit 1) e on true
      join plateforme.fichier f on f.organisme_id = p.organisme_id and f.empreinte = decode(coalesce(e.fichier, p.fichier), 'hex')
     where p.organisme_id = ou and p.id = laquelle and p.effacee_le is null;
end $$;
comment on function porte.mission_papier is 'Les octets du contrat d’une mission, ou de l’avenant d’un prêt, à qui lit la mission.';
grant execute on function porte.mission_papier to coforme_app;
