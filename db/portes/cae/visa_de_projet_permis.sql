set local role coforme_porte;

-- La même règle pour une facture, un acompte, un avoir, qui se visent avant d’être émis : le montant est celui des lignes du projet, sans
-- signe, dans la version du jour.
create or replace function porte.visa_de_projet_permis(p_projet uuid, out permis boolean, out plafond_id uuid, out montant bigint, out pourquoi text, out supplee_id uuid, out version integer, out genre text)
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare p record;
begin
  permis := false;
  select x.genre, x.cree_par, x.activite_id, x.version into p from facturation.projet x
   where x.organisme_id = porte.organisme() and x.id = p_projet and x.etat in ('ouvert', 'a-viser');
  if porte.personne() is null or not found or porte.par_lien() or not (app.toutes_activites() or p.activite_id = any (app.activites())) then
    pourquoi := 'introuvable';
    return;
  end if;
  version := p.version;
  genre := case p.genre when 'acompte' then 'facture-acompte' else p.genre end;
  montant := (select abs(coalesce(sum(l.montant_ht_centimes), 0)) from facturation.projet_ligne l where l.organisme_id = porte.organisme() and l.projet_id = p_projet);
  select x.permis, x.plafond_id, x.supplee_id, x.pourquoi into permis, plafond_id, supplee_id, pourquoi
    from porte.visa_de_qui(genre, p.cree_par, montant) x;
end $$;
comment on function porte.visa_de_projet_permis is 'La personne peut-elle accorder le visa de ce projet de facture, sous quel plafond, pour quel montant hors taxes (centimes), au nom de qui ; sinon pourquoi. Et la version lue.';
grant execute on function porte.visa_de_projet_permis to coforme_app, coforme_owner;
