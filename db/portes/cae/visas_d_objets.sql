set local role coforme_porte;

-- Le montant est celui que le premier visa a gardé ; ce que c’était se lit encore, quoi qu’il soit devenu. Ce qui partit sans visa en est (`porte.garder_seul`).
create or replace function porte.visas_d_objets()
returns table (objet_id uuid, genre text, libelle text, pas text, le timestamptz, par uuid, au_nom_de uuid, montant bigint, note text,
  roles text[], pour text, plafond bigint)
language plpgsql stable security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-visent')) then return; end if;
  return query
    select p.objet_id, p.genre, coalesce(a.objet, b.titre, x.objet, ''), p.pas, p.le, p.par, p.supplee_id, p.montant_centimes, p.note, p.roles, k.pour, k.plafond_centimes
      from cae.pas_de_visa p
      left join cae.plafond k on k.organisme_id = p.organisme_id and k.id = p.plafond_id
      left join mutualisation.mission m on p.genre = 'contrat-de-mission' and moi in (m.organisme_id, m.de_organisme_id) and m.id = p.objet_id
      left join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
      left join mutualisation.appel a on a.organisme_id = r.appel_organisme_id and a.id = r.appel_id
      left join mutualisation.reservation l on p.genre = 'location-d-un-bien' and moi in (l.organisme_id, l.de_organisme_id) and l.id = p.objet_id
      left join mutualisation.bien b on b.organisme_id = l.organisme_id and b.id = l.bien_id
      left join ressources.demande_de_part d on p.genre = 'achat-rejoint' and d.organisme_id = moi and d.id = p.objet_id
      left join ressources.achat x on x.organisme_id = d.achat_organisme_id and x.id = d.achat_id
     where p.organisme_id = moi and p.pas <> 'ouverture';
end $$;
comment on function porte.visas_d_objets is 'Chaque pas du visa de ce qui se vise sans pièce émise ici : qui, quand, au nom de qui, pour combien ; à qui vise pour toute la coopérative.';
grant execute on function porte.visas_d_objets to coforme_app;
