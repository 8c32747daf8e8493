set local role coforme_porte;

-- Ce que la personne peut d’une pièce : la page le lit, le déclencheur le tient. Le montant vient des données figées de la pièce, jamais
-- de qui vise.
create or replace function porte.visa_de_piece_permis(p_piece uuid, out permis boolean, out plafond_id uuid, out montant bigint, out pourquoi text, out supplee_id uuid)
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare p record;
begin
  permis := false;
  select x.genre, x.emise_par, x.activite_id, case when x.donnees::jsonb #>> '{prix,totalHT}' ~ '^[0-9]{1,12}$'
      then (x.donnees::jsonb #>> '{prix,totalHT}')::bigint end as ht
    into p from documents.piece x where x.organisme_id = porte.organisme() and x.id = p_piece;
  if porte.personne() is null or not found or porte.par_lien() or not (app.toutes_activites() or p.activite_id = any (app.activites())) then
    pourquoi := 'introuvable';
    return;
  end if;
  montant := p.ht;
  select x.permis, x.plafond_id, x.supplee_id, x.pourquoi into permis, plafond_id, supplee_id, pourquoi
    from porte.visa_de_qui(p.genre, p.emise_par, p.ht) x;
end $$;
comment on function porte.visa_de_piece_permis is 'La personne peut-elle accorder le visa de cette pièce, sous quel plafond, pour quel montant hors taxes (centimes), au nom de qui ; sinon pourquoi.';
grant execute on function porte.visa_de_piece_permis to coforme_app, coforme_owner;
