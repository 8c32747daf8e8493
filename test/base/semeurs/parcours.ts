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
      const entreprise = newId()
      await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le)
        values (${g.organisme}, ${entreprise}, ${activite}, 'E', 'e', ${le})`.execute(tx)
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, entreprise_id, pli, cree_le)
        values (${g.organisme}, ${newId()}, ${activite}, 'P', 'N', ${entreprise}, 'n p', ${le})`.execute(tx)
    }
  },
}

const catalogue: Semeur = {
  module: 'catalogue',
  async semer(tx, g) {
    for (const activite of g.activites) {
      const lu = newId()
      await sql`insert into catalogue.import (organisme_id, id, activite_id, nom_fichier, empreinte, version, rapport, lu_le)
        values (${g.organisme}, ${lu}, ${activite}, 'f.xml', sha256('f'), '2.3', '{"comptes":{},"lignes":[]}', ${le})`.execute(
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
    for (const [i, activite] of g.activites.entries()) {
      const session = newId()
      await sql`insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, intitule, nature, etat, lieu, formateur, sel, cree_le)
        select organisme_id, ${session}::uuid, activite_id, ${`S-2026-00${i + 1}`}, id, intitule, nature, 'ouverte', 'Rennes', 'F', sha256('sel'), ${le}::timestamptz
          from catalogue.offre where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(
        tx,
      )
      await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
        values (${g.organisme}, ${newId()}, ${activite}, ${session}, '2026-02-02', 'matin', 540, 720, '2026-02-02T08:00Z', '2026-02-02T11:00Z')`.execute(
        tx,
      )
    }
  },
}

const inscriptions: Semeur = {
  module: 'inscriptions',
  async semer(tx, g) {
    for (const activite of g.activites) {
      await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le)
        select s.organisme_id, ${newId()}::uuid, s.activite_id, s.id, p.id, 'inscrit', ${le}::timestamptz
          from sessions.session s join tiers.personne p on p.organisme_id = s.organisme_id and p.activite_id = s.activite_id
         where s.organisme_id = ${g.organisme} and s.activite_id = ${activite} limit 1`.execute(tx)
    }
  },
}

/** Dans l'ordre des clés étrangères. */
export const parcours: readonly Semeur[] = [organisme, tiers, catalogue, sessions, inscriptions]
