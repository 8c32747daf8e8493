set local role coforme_porte;

-- Ce qui compte au cumul d’un plafond : la règle le lit, et la page des plafonds. Le premier visa compte, et le second : chacun engage. Hors d’une pièce, tout ce que la personne a visé ce
-- mois-ci compte, ou une autre en son nom, tant que cela tient ; ce qui le fut avant que ses pas s’écrivent aussi. Refusé au second visa, refusé par l’autre
-- coopérative, annulé, tombé, ou place dans la file d’un bien, rien n’est engagé, rien ne compte ; mais une heure ferme annulée si tard que son barème peut en
-- laisser une part due compte encore.
create or replace function porte.vise_ce_mois(p_plafond uuid) returns bigint
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  mois timestamptz := date_trunc('month', porte.present() at time zone 'Europe/Paris') at time zone 'Europe/Paris';
  k record;
begin
  select x.compte_id, x.genre into k from cae.plafond x where x.organisme_id = moi and x.id = p_plafond;
  if not found then return 0; end if;
  return coalesce((select sum(v.montant_centimes) from cae.visa v where v.organisme_id = moi and v.plafond_id = p_plafond and v.decide_le >= mois
      and not exists (select from cae.suite_de_visa s where s.organisme_id = moi and s.piece_id = v.piece_id and s.genre = 'refus')), 0)
    + coalesce((select sum(v.montant_centimes) from facturation.visa v where v.organisme_id = moi and v.plafond_id = p_plafond and v.le >= mois
      and not exists (select from cae.suite_de_visa s where s.organisme_id = moi and s.visa_facture_id = v.id and s.genre = 'refus')), 0)
    + coalesce((select sum(coalesce(v.montant_centimes, f.montant_centimes)) from cae.suite_de_visa s
      left join cae.visa v on v.organisme_id = s.organisme_id and v.piece_id = s.piece_id
      left join facturation.visa f on f.organisme_id = s.organisme_id and f.id = s.visa_facture_id
     where s.organisme_id = moi and s.plafond_id = p_plafond and s.le >= mois), 0)
    + coalesce((select sum(v.montant_centimes) from cae.pas_de_visa v where v.organisme_id = moi and v.genre = k.genre and v.pas = any (app.liste('pas-qui-engagent'))
      and coalesce(v.supplee_id, v.par) = k.compte_id and v.le >= mois
      and not exists (select from cae.pas_de_visa s where s.organisme_id = moi and s.genre = v.genre and s.objet_id = v.objet_id and s.pas = 'refus')
      and case v.genre
        when 'contrat-de-mission' then not exists (select from mutualisation.mission m where moi in (m.organisme_id, m.de_organisme_id) and m.id = v.objet_id
          and not m.etat = any (app.liste('missions-vives')))
        when 'location-d-un-bien' then not exists (select from mutualisation.reservation r where moi in (r.organisme_id, r.de_organisme_id) and r.id = v.objet_id
          and not r.etat = any (app.liste('reservations-qui-tiennent')) and not coalesce(r.ferme_le is not null
            and r.finie_le > lower(r.creneau) - make_interval(days => 1 + (select max(j) from unnest(r.seuils_jours) j)), false))
        else not exists (select from ressources.demande_de_part d where d.organisme_id = moi and d.id = v.objet_id and d.issue <> 'visee') end), 0)
    + case k.genre
      when 'contrat-de-mission' then coalesce((select sum(r.prix_centimes) from mutualisation.mission m
          join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
         where m.organisme_id = moi and m.visa_coop_par = k.compte_id and m.visa_coop_le >= mois
           and not exists (select from cae.pas_de_visa v where v.organisme_id = moi and v.genre = k.genre and v.objet_id = m.id and v.pas = 'accord')), 0)
        -- Ce qu’elle a demandé seule à une autre coopérative (`porte.engager_seul`), tant que cela tient ; passé par la file, ses pas comptent.
        + coalesce((select sum(r.prix_centimes) from mutualisation.mission m join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
         where m.de_organisme_id = moi and m.choisie_par = k.compte_id and m.choisie_le >= mois and m.etat = any (app.liste('missions-vives'))
           and not m.a_viser and not exists (select from cae.pas_de_visa v where v.organisme_id = moi and v.genre = k.genre and v.objet_id = m.id and v.pas = 'accord')), 0)
      when 'location-d-un-bien' then coalesce((select sum(r.prix_centimes) from mutualisation.reservation r
         where r.organisme_id = moi and r.ferme_par = k.compte_id and r.ferme_le >= mois
           and not exists (select from cae.pas_de_visa v where v.organisme_id = moi and v.genre = k.genre and v.objet_id = r.id and v.pas = 'accord')), 0)
        + coalesce((select sum(r.prix_centimes) from mutualisation.reservation r
         where r.de_organisme_id = moi and r.demandee_par = k.compte_id and r.demandee_le >= mois and r.etat = any (app.liste('reservations-qui-tiennent'))
           and not r.a_viser and not exists (select from cae.pas_de_visa v where v.organisme_id = moi and v.genre = k.genre and v.objet_id = r.id and v.pas = 'accord')), 0)
      else 0 end;
end $$;
comment on function porte.vise_ce_mois is 'Ce qui a été visé ce mois civil sous ce plafond, en centimes hors taxes.';
revoke execute on function porte.vise_ce_mois from public;
