set local role coforme_maintenance;

-- La fiche. `p_complet` : plus rien ne la retient, elle ne garde ni nom ni coordonnée ; sinon ses coordonnées seulement.
create or replace function porte.oublier_personne(p_personnes uuid[], p_complet boolean, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  if exists (select from donnees.suspension s where s.organisme_id = moi and s.personne_id = any (p_personnes) and s.levee_le is null) then
    raise exception 'Une suspension court : rien ne s’efface de cette personne.' using errcode = '23001', constraint = 'personne_suspendue';
  end if;
  if p_complet and (
      exists (select from inscriptions.inscription i
        join (select organisme_id, inscription_id, maillon_id from emargement.signature
          union all select organisme_id, inscription_id, maillon_id from emargement.absence
          union all select organisme_id, inscription_id, maillon_id from emargement.rectification) f
          on f.organisme_id = moi and f.inscription_id = i.id
        join emargement.prive v on v.organisme_id = moi and v.maillon_id = f.maillon_id
       where i.organisme_id = moi and i.personne_id = any (p_personnes))
      or exists (select from documents.piece p join inscriptions.inscription i on i.organisme_id = moi and i.id = p.objet_id
        where p.organisme_id = moi and i.personne_id = any (p_personnes) and p.effacee_le is null)) then
    raise exception 'Le registre ou une pièce garde encore quelque chose de cette personne.' using errcode = '23001', constraint = 'personne_gardee';
  end if;
  update tiers.personne set courriel = null, telephone = null, adresse = null, code_postal = null, ville = null
   where organisme_id = moi and id = any (p_personnes);
  update tiers.contact set retire_le = coalesce(retire_le, p_le) where organisme_id = moi and personne_id = any (p_personnes);
  update sessions.abonnement set nom = 'Agenda effacé', revoque_le = coalesce(revoque_le, p_le)
   where organisme_id = moi and genre = 'personne' and objet_id = any (p_personnes);
  update donnees.demande set precision_chiffree = null where organisme_id = moi and personne_id = any (p_personnes) and repondue_le is not null;
  delete from donnees.archive where organisme_id = moi and personne_id = any (p_personnes);
  -- Le vivier tient de l’accord de la personne : sa fiche, et les réponses qu’aucune mission ferme n’a suivies, s’en vont. Ce qui
  -- fut engagé reste au contrat.
  delete from mutualisation.fiche f using tiers.intervenant i where i.organisme_id = moi and i.personne_id = any (p_personnes) and f.organisme_id = moi
    and f.compte_id = i.compte_id;
  update mutualisation.consentement c set retire_le = greatest(p_le, c.le) from tiers.intervenant i where i.organisme_id = moi
    and i.personne_id = any (p_personnes) and c.organisme_id = moi and c.compte_id = i.compte_id and c.retire_le is null;
  perform porte.oublier_reponses(moi, array(select i.compte_id from tiers.intervenant i where i.organisme_id = moi and i.personne_id = any (p_personnes)
    and i.compte_id is not null));
  if p_complet then
    update tiers.personne set prenom = 'Personne', nom = 'effacée', pli = 'effacee personne', entreprise_id = null,
        effacee_le = coalesce(effacee_le, p_le) where organisme_id = moi and id = any (p_personnes);
    update inscriptions.inscription set employeur_id = null where organisme_id = moi and personne_id = any (p_personnes);
    update tiers.contact set fonction = null where organisme_id = moi and personne_id = any (p_personnes);
    update tiers.intervenant set titres = '', rapport = '' where organisme_id = moi and personne_id = any (p_personnes);
    update donnees.demande set precision_chiffree = null where organisme_id = moi and personne_id = any (p_personnes);
    update facturation.facture set payeur_nom = 'Personne effacée', pli = 'personne effacee' where organisme_id = moi and payeur_personne_id = any (p_personnes);
    update facturation.reglement set payeur_nom = 'Personne effacée' where organisme_id = moi and payeur_personne_id = any (p_personnes);
    update facturation.relance r set destinataire = 'effacé', objet = 'effacé', texte = 'Texte effacé' from facturation.facture f
     where f.organisme_id = moi and f.payeur_personne_id = any (p_personnes) and r.organisme_id = moi and r.facture_id = f.id;
    update bpf.fiche_reprise set ref = 'effacée ' || personne_id::text where organisme_id = moi and personne_id = any (p_personnes);
  end if;
  -- Les mots cherchés, que la fiche refait à chaque changement : une fiche effacée ne se cherche plus.
  delete from tiers.mot m using tiers.personne p
   where p.organisme_id = moi and p.id = any (p_personnes) and p.effacee_le is not null and m.organisme_id = moi and m.personne_id = p.id;
end $$;
comment on function porte.oublier_personne is 'Vide la fiche d’une personne : ses coordonnées, ou tout quand plus rien ne la retient.';
revoke execute on function porte.oublier_personne from public;
grant execute on function porte.oublier_personne to coforme_app;
