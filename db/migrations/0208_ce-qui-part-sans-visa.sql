-- Ce qu’une personne engage seule a sa ligne, comme un visa : son rôle et son plafond s’y gardent. De ce qui était déjà parti, qui, quand et combien se savent, le reste ne se devine pas.
set local role coforme_owner;
alter table cae.pas_de_visa drop constraint pas_de_visa_pas_check,
  add constraint pas_de_visa_pas_check check (pas in ('ouverture', 'accord', 'second', 'refus', 'levee', 'seul'));
comment on table cae.pas_de_visa is 'Un pas du visa de ce qui engage sans pièce émise ici : ouverture, accord, second, refus, levée ; ou ce qui partit sans visa. Une preuve.';
set local role coforme_maintenance;
-- Une heure revenue de la file, ou que sa coopérative a visée, n’attend que de ce jour : son échéance, cinq jours après, le dit encore des options que 0205 a trouvées là. Échue à l’heure même, elle ne le dit pas.
update mutualisation.reservation r set option_depuis = r.expire_le - interval '5 days'
  where r.etat = 'option' and r.option_depuis is null and r.expire_le < lower(r.creneau) and r.expire_le - interval '5 days' > r.demandee_le;
insert into cae.pas_de_visa (organisme_id, genre, objet_id, pas, montant_centimes, demande_le, le, par)
  select o.organisme_id, 'contrat-de-mission', m.id, 'seul', r.prix_centimes, m.choisie_le, m.choisie_le, m.choisie_par
    from mutualisation.mission m join organisme.organisme o on o.organisme_id = m.de_organisme_id and o.cae
      join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
   where r.prix_centimes > 0 and not m.a_viser and m.etat in ('demandee', 'option', 'ferme', 'faite')
     and not exists (select from cae.pas_de_visa v where v.organisme_id = o.organisme_id and v.genre = 'contrat-de-mission' and v.objet_id = m.id and v.pas in ('accord', 'refus'));
insert into cae.pas_de_visa (organisme_id, genre, objet_id, pas, montant_centimes, demande_le, le, par)
  select o.organisme_id, 'location-d-un-bien', r.id, 'seul', r.prix_centimes, r.demandee_le, coalesce(r.option_depuis, r.demandee_le), r.demandee_par
    from mutualisation.reservation r join organisme.organisme o on o.organisme_id = coalesce(r.de_organisme_id, r.organisme_id) and o.cae
   where r.prix_centimes > 0 and not r.a_viser and (r.etat in ('option', 'ferme') or r.etat = 'annulee' and r.ferme_le is not null)
     and not exists (select from cae.pas_de_visa v where v.organisme_id = o.organisme_id and v.genre = 'location-d-un-bien' and v.objet_id = r.id and v.pas in ('accord', 'refus'));
set local role coforme_owner;
