-- L'employeur du jour de l'inscription. Les pièces lisaient celui de la fiche : qui changeait d'employeur après sa formation faisait
-- mentir le certificat établi ensuite.
alter table inscriptions.inscription add column employeur_id uuid;
comment on column inscriptions.inscription.employeur_id is
  'L’employeur au jour de l’inscription, d’après la fiche d’alors ou dit pour cette action ; nul : aucun, ou non renseigné.';
call app.lier('inscriptions.inscription', 'inscription_employeur', 'organisme_id, employeur_id', 'tiers.entreprise (organisme_id, id)');
grant update (employeur_id) on inscriptions.inscription to coforme_app;

-- Les inscriptions d'avant n'ont pas d'autre source que la fiche d'aujourd'hui.
set local role coforme_maintenance;
update inscriptions.inscription i set employeur_id = p.entreprise_id
  from tiers.personne p
 where p.organisme_id = i.organisme_id and p.id = i.personne_id and p.entreprise_id is not null;
set local role coforme_owner;

-- Un employeur que la fiche ignorait, et apprend avant que rien ne s'émarge, complète l'inscription qui n'en disait pas. Il ne remplace
-- rien, et ne dit rien d'une action commencée, d'une inscription close, ni de qui n'a pas d'employeur : la personne a pu l'avoir depuis.
create function inscriptions.completer_employeur() returns trigger language plpgsql set search_path = '' as $$
begin
  update inscriptions.inscription i set employeur_id = new.entreprise_id
    from sessions.session s
   where i.organisme_id = new.organisme_id and i.personne_id = new.id and i.employeur_id is null and i.close_le is null
     and (i.statut_f1 is null or i.statut_f1 in ('salarie-prive', 'apprenti', 'agent-public'))
     and s.organisme_id = i.organisme_id and s.id = i.session_id
     and s.etat not in ('terminee', 'cloturee', 'archivee', 'annulee')
     and not exists (select from emargement.signature x where x.organisme_id = i.organisme_id and x.inscription_id = i.id)
     and not exists (select from emargement.absence x where x.organisme_id = i.organisme_id and x.inscription_id = i.id)
     and not exists (select from emargement.rectification x where x.organisme_id = i.organisme_id and x.inscription_id = i.id);
  return null;
end $$;
create trigger completer_employeur after update of entreprise_id on tiers.personne for each row
  when (old.entreprise_id is null and new.entreprise_id is not null) execute function inscriptions.completer_employeur();

-- L'employeur part avec la fiche quand plus rien ne la retient. Le reste est inchangé.
set local role coforme_porte;
grant create on schema porte to coforme_maintenance;
set local role coforme_maintenance;
create or replace function porte.oublier_personne(p_personnes uuid[], p_complet boolean, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
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
set local role coforme_porte;
revoke create on schema porte from coforme_maintenance;
set local role coforme_owner;
