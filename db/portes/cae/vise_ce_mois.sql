set local role coforme_porte;

-- Ce qui compte au cumul d’un plafond : la règle le lit, et la page des plafonds. Ce qui se vise hors d’une pièce n’a pas de plafond écrit à côté : tout ce
-- que la personne en a visé ce mois-ci compte, ou une autre en son nom ; ce qui le fut avant que ses pas s’écrivent aussi.
create or replace function porte.vise_ce_mois(p_plafond uuid) returns bigint
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  mois timestamptz := date_trunc('month', porte.present() at time zone 'Europe/Paris') at time zone 'Europe/Paris';
  k record;
begin
  select x.compte_id, x.genre into k from cae.plafond x where x.organisme_id = moi and x.id = p_plafond;
  if not found then return 0; end if;
  return coalesce((select sum(v.montant_centimes) from cae.visa v where v.organisme_id = moi and v.plafond_id = p_plafond and v.decide_le >= mois), 0)
    + coalesce((select sum(v.montant_centimes) from facturation.visa v where v.organisme_id = moi and v.plafond_id = p_plafond and v.le >= mois), 0)
    + coalesce((select sum(v.montant_centimes) from cae.pas_de_visa v where v.organisme_id = moi and v.genre = k.genre and v.pas = 'accord'
      and coalesce(v.supplee_id, v.par) = k.compte_id and v.le >= mois), 0)
    + case k.genre
      when 'contrat-de-mission' then coalesce((select sum(r.prix_centimes) from mutualisation.mission m
          join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
         where m.organisme_id = moi and m.visa_coop_par = k.compte_id and m.visa_coop_le >= mois
           and not exists (select from cae.pas_de_visa v where v.organisme_id = moi and v.objet_id = m.id and v.pas = 'accord')), 0)
        -- Ce qu’elle a demandé à une autre coopérative (`porte.engager_seul`), tant que cela tient.
        + coalesce((select sum(r.prix_centimes) from mutualisation.mission m join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
         where m.de_organisme_id = moi and m.choisie_par = k.compte_id and m.choisie_le >= mois and m.etat = any (app.liste('missions-vives'))), 0)
      when 'location-d-un-bien' then coalesce((select sum(r.prix_centimes) from mutualisation.reservation r
         where r.organisme_id = moi and r.ferme_par = k.compte_id and r.ferme_le >= mois
           and not exists (select from cae.pas_de_visa v where v.organisme_id = moi and v.objet_id = r.id and v.pas = 'accord')), 0)
        + coalesce((select sum(r.prix_centimes) from mutualisation.reservation r
         where r.de_organisme_id = moi and r.demandee_par = k.compte_id and r.demandee_le >= mois and r.etat = any (app.liste('reservations-vives'))), 0)
      else 0 end;
end $$;
comment on function porte.vise_ce_mois is 'Ce qui a été visé ce mois civil sous ce plafond, en centimes hors taxes.';
revoke execute on function porte.vise_ce_mois from public;
