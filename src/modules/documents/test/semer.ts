import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

/** Dans chaque enseigne : une pièce, son visa, sa demande, sa signature et son exemplaire ; et le compteur. */
export const semeurDocuments: Semeur = {
  module: 'documents',
  async semer(tx, g) {
    await sql`insert into documents.compteur (organisme_id, serie, annee, dernier) values (${g.organisme}, 'CR', 2026, 2)`.execute(
      tx,
    )
    await sql`insert into documents.conditions (organisme_id, delai_reglement_jours, moyen, dedit_loin_jours, dedit_loin_taux,
        dedit_proche_jours, dedit_proche_taux, dedit_fin_taux, conservation_annees, reponse_jours, cessation, modifie_le, modifie_par)
      values (${g.organisme}, 30, 'virement', 15, 0, 5, 30, 50, 6, 10, 'Les heures suivies sont dues.', '2026-01-05T09:00:00Z', ${g.personne})`.execute(
      tx,
    )
    await sql`insert into cae.plafond (organisme_id, id, compte_id, pour, genre, plafond_centimes, du, donne_par)
      values (${g.organisme}, ${newId()}, ${g.personne}, 'soi', 'devis', 150000, '2026-01-05', ${newId()})`.execute(
      tx,
    )
    for (const [rang, activite] of g.activites.entries()) {
      const [piece, demande, signature] = [newId(), newId(), newId()]
      await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier,
          pages, libelle, pli, objet_genre, objet_id, emise_le, emise_par)
        values (${g.organisme}, ${piece}, ${activite}, 'certificat-realisation', ${`CR-2026-000${rang + 1}`},
          'certificat-realisation.v1', '{}', ${randomBytes(32)}, ${randomBytes(32).toString('hex')}, 1, ${`pièce de ${g.lettre}`},
          'piece', 'inscription', ${newId()}, '2026-01-05T09:00:00Z', ${g.personne})`.execute(tx)
      await sql`insert into cae.visa (organisme_id, activite_id, piece_id, decision, decide_le, par)
        values (${g.organisme}, ${activite}, ${piece}, 'accorde', '2026-01-05T09:00:00Z', ${g.personne})`.execute(
        tx,
      )
      await sql`insert into cae.ouverture (organisme_id, activite_id, piece_id, compte_id)
        values (${g.organisme}, ${activite}, ${piece}, ${g.personne})`.execute(tx)
      await sql`insert into documents.demande (organisme_id, id, activite_id, piece_id, acte, role, objet_genre, objet_id, nom, courriel, creee_le, creee_par)
        values (${g.organisme}, ${demande}, ${activite}, ${piece}, 'signature', 'client', 'inscription', ${newId()}, 'N', 'n@exemple.fr',
          '2026-01-05T09:00:00Z', ${g.personne})`.execute(tx)
      await sql`insert into documents.signature (organisme_id, id, activite_id, piece_id, demande_id, acte, role, moyen, nom, consentement,
          empreinte, engagement, signee_le, datee_du, par)
        values (${g.organisme}, ${signature}, ${activite}, ${piece}, ${demande}, 'signature', 'client', 'lien', 'Nom', 'oui',
          ${randomBytes(32)}, ${randomBytes(32)}, '2026-01-05T09:00:00Z', '2026-01-05', null)`.execute(tx)
      await sql`insert into documents.signature_privee (organisme_id, activite_id, signature_id, sel, contenu)
        values (${g.organisme}, ${activite}, ${signature}, ${randomBytes(32)}, '{}')`.execute(tx)
      await sql`insert into documents.exemplaire (organisme_id, activite_id, piece_id, signatures, fichier, compose_le)
        values (${g.organisme}, ${activite}, ${piece}, 1, ${randomBytes(32).toString('hex')}, '2026-01-05T09:00:00Z')`.execute(
        tx,
      )
    }
  },
}
