set local role coforme_porte;

-- Un code s'ajoute-t-il au lien de cette personne, ce jour-là ? Réglé pour tous, ou pour ce que paie une sorte de financeur.
create or replace function porte.code_exige(p_organisme uuid, p_inscription uuid, p_jour date) returns boolean
language sql stable set search_path = ''
begin atomic
  select coalesce((select r.code_au_lien or r.code_financeurs <> '{}' and exists (
      select from inscriptions.inscription i
        join inscriptions.financement f on f.organisme_id = i.organisme_id and f.dossier_id = i.dossier_id
          and (f.inscription_id is null or f.inscription_id = i.id)
        join tiers.entreprise e on e.organisme_id = f.organisme_id and e.id = f.payeur_entreprise_id
       where i.organisme_id = p_organisme and i.id = p_inscription and e.financeur_genre = any (r.code_financeurs))
    from emargement.reglage r where r.organisme_id = p_organisme and r.depuis <= p_jour order by r.depuis desc limit 1), false);
end;
comment on function porte.code_exige is 'Vrai si le lien personnel de cette inscription demande aussi un code. Pour les portes seulement.';
