set local role coforme_porte;

-- Ce qui compte au cumul d’un plafond : la règle le lit, et la page des plafonds. Un cumul est celui d’une personne et d’un genre, ou d’une autre en son nom : un
-- plafond qui en remplace un autre dans le mois compte ce que le premier a laissé viser. Le premier visa compte, et le second, et ce qui partit sans visa : chacun
-- engage. D’une pièce ou d’une facture, compte ce qui fut visé sous un de ces plafonds ; corrigée puis visée de nouveau, une facture compte une fois, au plus haut : l’état
-- et la version d’un projet, que l’application écrit, n’y font rien. Refusé au second visa, rien.
-- Du reste, compte tout ce que la personne a engagé et qui engage encore (`porte.engage_encore`), sous un plafond ou non ; ce qui fut visé avant que ses pas s’écrivent aussi.
create or replace function porte.vise_ce_mois(p_plafond uuid) returns bigint
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  mois timestamptz := date_trunc('month', porte.present() at time zone 'Europe/Paris') at time zone 'Europe/Paris';
  k record;
  tous uuid[];
begin
  select x.compte_id, x.genre into k from cae.plafond x where x.organisme_id = moi and x.id = p_plafond;
  if not found then return 0; end if;
  tous := array(select x.id from cae.plafond x where x.organisme_id = moi and x.compte_id = k.compte_id and x.genre = k.genre);
  return coalesce((select sum(v.montant_centimes) from cae.visa v where v.organisme_id = moi and v.plafond_id = any (tous) and v.decide_le >= mois
      and not exists (select from cae.suite_de_visa s where s.organisme_id = moi and s.piece_id = v.piece_id and s.genre = 'refus')), 0)
    + coalesce((select sum(x.montant) from (select max(v.montant_centimes) from facturation.visa v
     where v.organisme_id = moi and v.plafond_id = any (tous) and v.le >= mois
      and not exists (select from cae.suite_de_visa s where s.organisme_id = moi and s.visa_facture_id = v.id and s.genre = 'refus')
     group by v.projet_id) x (montant)), 0)
    + coalesce((select sum(x.montant) from (select max(coalesce(v.montant_centimes, f.montant_centimes)) from cae.suite_de_visa s
      left join cae.visa v on v.organisme_id = s.organisme_id and v.piece_id = s.piece_id
      left join facturation.visa f on f.organisme_id = s.organisme_id and f.id = s.visa_facture_id
     where s.organisme_id = moi and s.plafond_id = any (tous) and s.le >= mois
     group by coalesce(s.piece_id, f.projet_id)) x (montant)), 0)
    + coalesce((select sum(x.montant) from (
        select v.objet_id, v.montant_centimes from cae.pas_de_visa v where v.organisme_id = moi and v.genre = k.genre and v.pas = any (app.liste('pas-qui-engagent'))
          and coalesce(v.supplee_id, v.par) = k.compte_id and v.le >= mois
          and not exists (select from cae.pas_de_visa s where s.organisme_id = moi and s.genre = v.genre and s.objet_id = v.objet_id and s.pas = 'refus')
        union all select m.id, r.prix_centimes from mutualisation.mission m join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
         where k.genre = 'contrat-de-mission' and m.organisme_id = moi and m.visa_coop_par = k.compte_id and m.visa_coop_le >= mois
           and not exists (select from cae.pas_de_visa v where v.organisme_id = moi and v.genre = k.genre and v.objet_id = m.id and v.pas = 'accord')
        union all select r.id, r.prix_centimes from mutualisation.reservation r
         where k.genre = 'location-d-un-bien' and r.organisme_id = moi and r.ferme_par = k.compte_id and r.ferme_le >= mois
           and not exists (select from cae.pas_de_visa v where v.organisme_id = moi and v.genre = k.genre and v.objet_id = r.id and v.pas in ('accord', 'seul'))
      ) x (objet, montant) where porte.engage_encore(k.genre, x.objet)), 0);
end $$;
comment on function porte.vise_ce_mois is 'Ce qui compte ce mois civil au cumul de ce plafond, en centimes hors taxes.';
revoke execute on function porte.vise_ce_mois from public;
