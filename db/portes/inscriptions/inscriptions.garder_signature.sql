create or replace function inscriptions.garder_signature() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.signe_le is not null then
    if (new.signe_le, new.signature_moyen, new.signature_piece_id) is distinct from (old.signe_le, old.signature_moyen, old.signature_piece_id) then
      raise exception 'Une signature constatée ne se reprend pas.' using errcode = '23001', constraint = 'dossier_signe';
    end if;
    return new;
  end if;
  if new.signe_le is null then return new; end if;
  if new.signature_moyen = 'lien' and not exists (select from documents.signature s
      join documents.piece p on p.organisme_id = s.organisme_id and p.id = s.piece_id
     where s.organisme_id = new.organisme_id and s.piece_id = new.signature_piece_id and s.acte = 'signature'
       and s.role = 'client' and p.objet_id = new.id) then
    raise exception 'Un dossier signé par lien désigne la pièce signée.' using errcode = '23001', constraint = 'dossier_sans_preuve';
  end if;
  -- Un papier signé hors de l'application engage autant : dans une CAE, la pièce doit avoir eu son visa.
  if new.regime = any (app.liste('regimes-a-piece'))
     and exists (select from organisme.organisme o where o.organisme_id = new.organisme_id and o.cae)
     and not exists (select from documents.piece p join cae.visa v on v.organisme_id = p.organisme_id and v.piece_id = p.id
       where p.organisme_id = new.organisme_id and p.objet_id = new.id and p.genre = any (app.liste('regimes-a-piece')) and v.decision = 'accorde'
         and (current_user = 'coforme_maintenance' or porte.piece_visee(p.id))) then
    raise exception 'Rien n’engage la coopérative sans visa.' using errcode = '23001', constraint = 'dossier_sans_visa';
  end if;
  return new;
end $$;
