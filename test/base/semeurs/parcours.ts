import { sql } from 'kysely'
import { newId } from '#platform/db/new-id.ts'
import type { Semeur } from '../graine.ts'

/**
 * Les semeurs du parcours, de l'organisme à l'inscription. Chacun lit dans la base ce que le précédent a semé ;
 * les suivants font de même plutôt que de se passer des identifiants.
 */
const le = new Date('2026-01-05T09:00:00Z')

const organisme: Semeur = {
  module: 'organisme',
  async semer(tx, g) {
    const [x, y] = g.activites
    await sql`insert into organisme.organisme (organisme_id, code, nom, forme, siret)
      values (${g.organisme}, ${`semee-${g.organisme.slice(-8)}`}, ${`Coopérative ${g.lettre}`}, 'autre', '12345678901234')`.execute(
      tx,
    )
    await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
      values (${g.organisme}, ${x}, 'Commune', true, '2026-01-01'), (${g.organisme}, ${y}, 'Enseigne', false, '2026-01-01')`.execute(
      tx,
    )
    await sql`insert into organisme.etablissement (organisme_id, id, nom) values (${g.organisme}, ${newId()}, 'Siège')`.execute(
      tx,
    )
    await sql`insert into organisme.signataire (organisme_id, id, compte_id, nom, qualite, genre, pieces, debut)
      values (${g.organisme}, ${newId()}, ${newId()}, 'Signataire', 'gérance', 'fonction', '{convention}', '2026-01-01')`.execute(
      tx,
    )
  },
}

const tiers: Semeur = {
  module: 'tiers',
  async semer(tx, g) {
    for (const activite of g.activites) {
      const [entreprise, double, personne, absorbe] = [newId(), newId(), newId(), newId()]
      await sql`insert into tiers.lecture_csv (organisme_id, id, activite_id, genre, nom_fichier, entetes, colonnes, depose_le)
        values (${g.organisme}, ${newId()}, ${activite}, 'personnes', 'p.csv', '[]', '{}', ${le}::timestamptz)`.execute(
        tx,
      )
      for (const id of [entreprise, double])
        await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le)
          values (${g.organisme}, ${id}, ${activite}, 'E', 'e', ${le})`.execute(tx)
      for (const id of [personne, absorbe])
        await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, entreprise_id, pli, cree_le)
          values (${g.organisme}, ${id}, ${activite}, 'P', 'N', ${entreprise}, 'n p', ${le})`.execute(tx)
      await sql`insert into tiers.contact (organisme_id, id, activite_id, entreprise_id, personne_id, cree_le)
        values (${g.organisme}, ${newId()}, ${activite}, ${entreprise}, ${personne}, ${le})`.execute(tx)
      await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, cree_le)
        values (${g.organisme}, ${activite}, ${personne}, ${le})`.execute(tx)
      await sql`insert into tiers.statut (organisme_id, id, activite_id, personne_id, du, statut, cree_le)
        values (${g.organisme}, ${newId()}, ${activite}, ${personne}, '2026-01-01', 'salarie', ${le})`.execute(
        tx,
      )
      await sql`insert into tiers.fusion (organisme_id, id, activite_id, garde_id, absorbe_id, le)
        values (${g.organisme}, ${newId()}, ${activite}, ${personne}, ${absorbe}, ${le})`.execute(tx)
      await sql`insert into tiers.fusion_entreprise (organisme_id, id, activite_id, garde_id, absorbe_id, le)
        values (${g.organisme}, ${newId()}, ${activite}, ${entreprise}, ${double}, ${le})`.execute(tx)
      const [premier, second] = [newId(), newId()].toSorted()
      await sql`insert into tiers.distinction (organisme_id, activite_id, premier_id, second_id, le)
        values (${g.organisme}, ${activite}, ${premier}, ${second}, ${le})`.execute(tx)
    }
  },
}

const catalogue: Semeur = {
  module: 'catalogue',
  async semer(tx, g) {
    for (const activite of g.activites) {
      const lu = newId()
      await sql`insert into catalogue.import (organisme_id, id, activite_id, nom_fichier, empreinte, version, rapport, lu_le)
        values (${g.organisme}, ${lu}, ${activite}, 'f.xml', sha256('f'), '2.3', '{"comptes":{"creees":1,"misesAJour":0,"inchangees":0,"adoptees":0,"nonLues":0},"formations":[],"lignes":[],"lignesOmises":0}', ${le})`.execute(
        tx,
      )
      const [offre, version] = [newId(), newId()]
      await sql`insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, pli, nature, adoptee_le, import_id, cree_le, modifiee_le)
        values (${g.organisme}, ${offre}, ${activite}, 'adoptee', 'O', 'o', 'formation', ${le}, ${lu}, ${le}, ${le})`.execute(
        tx,
      )
      await sql`insert into catalogue.version (organisme_id, id, activite_id, offre_id, numero, contenu, intitule, nature, duree_minutes, figee_le)
        values (${g.organisme}, ${version}, ${activite}, ${offre}, 1, '{}', 'O', 'formation', 420, ${le})`.execute(
        tx,
      )
      // Une fiche en ligne et une retirée : ce qui est publié se lit sans organisme, et cela seul.
      for (const retiree of [null, le])
        await sql`insert into catalogue.fiche (organisme_id, id, activite_id, offre_id, version_id, numero, organisme_nom, intitule,
            pli, recherche, nature, modalite, duree_minutes, prix_centimes, nsf, contenu, publiee_le, retiree_le)
          values (${g.organisme}, ${newId()}, ${activite}, ${offre}, ${version}, 1, 'C', 'O', 'o', 'o', 'formation', 'presentiel', 420, 0,
            '100', '{}', ${le}, ${retiree})`.execute(tx)
    }
  },
}

const sessions: Semeur = {
  module: 'sessions',
  async semer(tx, g) {
    await sql`insert into sessions.compteur (organisme_id, annee, dernier) values (${g.organisme}, 2026, 2)`.execute(
      tx,
    )
    const salle = newId()
    await sql`insert into sessions.salle (organisme_id, id, etablissement_id, nom, pli, places, cree_le)
      select organisme_id, ${salle}::uuid, id, 'Salle', 'salle', 12, ${le}::timestamptz from organisme.etablissement
       where organisme_id = ${g.organisme} limit 1`.execute(tx)
    await sql`insert into sessions.abonnement (organisme_id, id, genre, objet_id, nom, jeton, cree_par, cree_le)
      values (${g.organisme}, ${newId()}, 'salle', ${salle}, 'Salle', sha256(${g.lettre}::bytea), ${g.personne}, ${le}::timestamptz)`.execute(
      tx,
    )
    for (const [i, activite] of g.activites.entries()) {
      const session = newId()
      const seance = newId()
      const jour = `2026-02-0${i + 2}`
      await sql`insert into sessions.action (organisme_id, id, activite_id, offre_id, modalite, lieu, cree_le)
        select organisme_id, ${newId()}::uuid, activite_id, id, 'presentiel', 'Rennes', ${le}::timestamptz
          from catalogue.offre where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(
        tx,
      )
      await sql`insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, intitule, nature, etat, lieu, formateur, sel, cree_le)
        select organisme_id, ${session}::uuid, activite_id, ${`S-2026-00${i + 1}`}, id, intitule, nature, 'ouverte', 'Rennes', 'F', sha256('sel'), ${le}::timestamptz
          from catalogue.offre where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(
        tx,
      )
      await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
        values (${g.organisme}, ${seance}, ${activite}, ${session}, ${jour}, 'matin', 540, 720, ${`${jour}T08:00Z`}, ${`${jour}T11:00Z`})`.execute(
        tx,
      )
      await sql`insert into sessions.provenance (organisme_id, activite_id, cle, session_id, importee_le)
        values (${g.organisme}, ${activite}, sha256(${session}::text::bytea), ${session}, ${le})`.execute(tx)
      // Les déclencheurs en tirent les heures prises.
      await sql`insert into sessions.seance_salle (organisme_id, activite_id, seance_id, salle_id)
        values (${g.organisme}, ${activite}, ${seance}, ${salle})`.execute(tx)
      await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, minutes)
        select organisme_id, ${newId()}::uuid, activite_id, ${seance}::uuid, id, 180 from tiers.personne
         where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(tx)
      const agenda = newId()
      await sql`insert into sessions.agenda (organisme_id, id, activite_id, personne_id, nom, adresse, cree_par, cree_le)
        select organisme_id, ${agenda}::uuid, activite_id, id, 'A', sha256('a') || sha256('b'), ${g.personne}::uuid, ${le}::timestamptz
          from tiers.personne where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(
        tx,
      )
      await sql`insert into sessions.occupe_dehors (organisme_id, id, activite_id, agenda_id, personne_id, du, au, genre)
        select organisme_id, ${newId()}::uuid, activite_id, id, personne_id, ${`${jour}T08:00Z`}::timestamptz, ${`${jour}T09:00Z`}::timestamptz, 'occupe'
          from sessions.agenda where id = ${agenda}`.execute(tx)
    }
  },
}

const inscriptions: Semeur = {
  module: 'inscriptions',
  async semer(tx, g) {
    for (const activite of g.activites) {
      const [dossier, inscription] = [newId(), newId()]
      const cle = sql`${g.organisme}, ${newId()}, ${activite}`
      await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, entreprise_id, circonstance,
          regime, regime_article, prix_centimes, cree_le)
        select s.organisme_id, ${dossier}::uuid, s.activite_id, s.id, 'entreprise', e.id, 'etablissement', 'convention', 'L6353-1',
            100000, ${le}::timestamptz
          from sessions.session s join tiers.entreprise e on e.organisme_id = s.organisme_id and e.activite_id = s.activite_id
         where s.organisme_id = ${g.organisme} and s.activite_id = ${activite} limit 1`.execute(tx)
      await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, employeur_id, etat, inscrite_le, dossier_id)
        select s.organisme_id, ${inscription}::uuid, s.activite_id, s.id, p.id, p.entreprise_id, 'inscrit', ${le}::timestamptz, ${dossier}::uuid
          from sessions.session s join tiers.personne p on p.organisme_id = s.organisme_id and p.activite_id = s.activite_id
         where s.organisme_id = ${g.organisme} and s.activite_id = ${activite} limit 1`.execute(tx)
      await sql`insert into inscriptions.financement (organisme_id, id, activite_id, dossier_id, rang, payeur_entreprise_id, dispositif, montant_ht_centimes)
        select ${cle}, ${dossier}::uuid, 0, entreprise_id, 'entreprise', 100000 from inscriptions.dossier
         where organisme_id = ${g.organisme} and id = ${dossier}`.execute(tx)
      await sql`insert into inscriptions.echeance (organisme_id, id, activite_id, dossier_id, jour, montant_centimes)
        values (${cle}, ${dossier}, '2026-02-02', 100000)`.execute(tx)
      await sql`insert into inscriptions.remise (organisme_id, activite_id, inscription_id, genre, remis_le, moyen)
        values (${g.organisme}, ${activite}, ${inscription}, 'reglement-interieur', ${le}, 'main-propre')`.execute(
        tx,
      )
      await sql`insert into inscriptions.avis (organisme_id, id, activite_id, session_id, inscription_id, genre, texte, calendrier,
          envoye_le)
        select organisme_id, ${newId()}::uuid, activite_id, session_id, id, 'dates', 'De nouvelles dates.', '[]', ${le}::timestamptz
          from inscriptions.inscription where organisme_id = ${g.organisme} and id = ${inscription}`.execute(
        tx,
      )
    }
  },
}

/** Dans l'ordre des clés étrangères. */
export const parcours: readonly Semeur[] = [organisme, tiers, catalogue, sessions, inscriptions]
