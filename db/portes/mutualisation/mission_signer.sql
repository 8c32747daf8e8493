set local role coforme_porte;

-- Une signature du contrat, ou de l’avenant d’un prêt, vient d’être gardée : la mission l’apprend de la preuve même, jamais de qui appelle. Ne vaut que
-- celle de qui peut signer : pour l’autre partie, le lien envoyé à son adresse ; pour la sienne, un lien ou son compte. Tout signé, la mission est ferme.
create or replace function porte.mission_signer(p_piece uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  m mutualisation.mission;
  s record;
  moi uuid := porte.organisme();
  prix bigint;
  qui uuid;
begin
  p_le := porte.heure(p_le);
  select * into m from mutualisation.mission x where (x.de_organisme_id = moi and x.piece_id = p_piece) or (x.organisme_id = moi and x.avenant_id = p_piece) for update;
  if not found then return 'introuvable'; end if;
  if m.etat <> 'option' then return m.etat; end if;
  if m.expire_le <= p_le then return 'expiree'; end if;
  select r.prix_centimes into prix from mutualisation.reponse r where r.organisme_id = m.organisme_id and r.id = m.reponse_id;
  for s in select g.role, g.moyen, g.signee_le, g.par, d.courriel from documents.signature g
      left join documents.demande d on d.organisme_id = g.organisme_id and d.id = g.demande_id
      where g.organisme_id = moi and g.piece_id = p_piece and g.acte = 'signature' loop
    if p_piece = m.avenant_id and s.role = 'client' then
      select k.id into qui from compte.compte k where k.id = m.compte_id and s.moyen = 'lien' and k.courriel = lower(s.courriel);
    else
      select x.compte into qui from porte.signataires_de(case when s.role = 'organisme' then moi else m.organisme_id end, m.forme, prix) x
       where case s.moyen when 'lien' then x.courriel = lower(s.courriel) when 'compte' then s.role = 'organisme' and x.compte = s.par else false end limit 1;
    end if;
    if qui is null then return 'autre-signataire'; end if;
    if p_piece = m.piece_id and s.role = 'organisme' then
      m.signe_recoit_le := s.signee_le; m.signe_recoit_par := qui;
    elsif p_piece = m.piece_id then
      m.signe_envoie_le := s.signee_le; m.signe_envoie_par := qui;
    end if;
  end loop;
  if p_piece = m.avenant_id and (select count(distinct g.role) from documents.signature g where g.organisme_id = moi and g.piece_id = p_piece and g.acte = 'signature') = 2 then
    m.avenant_signe_le := p_le;
  end if;
  update mutualisation.mission x set signe_recoit_le = m.signe_recoit_le, signe_recoit_par = m.signe_recoit_par, signe_envoie_le = m.signe_envoie_le,
      signe_envoie_par = m.signe_envoie_par, avenant_signe_le = m.avenant_signe_le
    where x.organisme_id = m.organisme_id and x.id = m.id;
  if m.signe_recoit_le is null or m.signe_envoie_le is null or (m.forme = 'pret' and m.avenant_signe_le is null) then return 'signee'; end if;
  update mutualisation.mission x set etat = 'ferme', ferme_le = p_le where x.organisme_id = m.organisme_id and x.id = m.id;
  return 'ferme-signee';
end $$;
comment on function porte.mission_signer is 'La mission apprend une signature de son contrat ou de son avenant ; tout signé, elle est ferme.';
grant execute on function porte.mission_signer to coforme_app;
