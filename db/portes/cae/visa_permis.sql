set local role coforme_porte;

-- La règle des plafonds, en un seul endroit : la page la lit, le déclencheur la tient. Le montant vient des données figées de
-- la pièce, jamais de qui vise.
create or replace function porte.visa_permis(p_piece uuid, out permis boolean, out plafond_id uuid, out montant bigint, out pourquoi text)
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare
  moi uuid := porte.personne();
  jour date := porte.aujourd_hui();
  mois timestamptz := date_trunc('month', porte.present() at time zone 'Europe/Paris') at time zone 'Europe/Paris';
  vise boolean;
  p record;
  k record;
begin
  permis := false;
  select x.genre, x.emise_par, x.activite_id, case when x.donnees::jsonb #>> '{prix,totalHT}' ~ '^[0-9]{1,12}$'
      then (x.donnees::jsonb #>> '{prix,totalHT}')::bigint end as ht
    into p from documents.piece x where x.organisme_id = porte.organisme() and x.id = p_piece;
  if moi is null or not found or porte.par_lien() or not (app.toutes_activites() or p.activite_id = any (app.activites())) then
    pourquoi := 'introuvable';
    return;
  end if;
  montant := p.ht;
  if porte.dirige() then
    permis := true;
    return;
  end if;
  vise := porte.peut_viser();
  select x.id, x.plafond_centimes as plafond, x.cumul_mensuel_centimes as cumul into k from cae.plafond x
   where x.organisme_id = porte.organisme() and x.compte_id = moi and x.genre = p.genre and x.revoque_le is null
     and x.du <= jour and (x.au is null or x.au >= jour)
     -- Qui vise pour l’équipe d’appui suit sa borne ; une autre personne, son plafond, pour ce qu’elle a émis.
     and x.pour = case when vise then 'autres' when p.emise_par = moi then 'soi' end;
  if not found then
    -- L’équipe d’appui n’est bornée que si la direction l’a bornée.
    permis := vise;
    pourquoi := case when not vise then 'sans-plafond' end;
  elsif k.plafond < p.ht or p.ht is null then
    pourquoi := case when p.ht is null then 'sans-montant' else 'au-dessus' end;
  elsif k.cumul is not null and k.cumul < p.ht + coalesce((select sum(v.montant_centimes) from cae.visa v
      where v.organisme_id = porte.organisme() and v.plafond_id = k.id and v.decide_le >= mois), 0) then
    pourquoi := 'cumul';
  else
    permis := true;
    plafond_id := k.id;
  end if;
end $$;
comment on function porte.visa_permis is 'La personne peut-elle accorder le visa de cette pièce, sous quel plafond, pour quel montant hors taxes (centimes) ; sinon pourquoi.';
grant execute on function porte.visa_permis to coforme_app, coforme_owner;
