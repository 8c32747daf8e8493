import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

/** Une demande, une suspension, un effacement, une lecture et une archive par enseigne ; une règle, un passage, un réglage. */
export const semeurDonnees: Semeur = {
  module: 'donnees',
  async semer(tx, g) {
    const le = '2026-01-05T09:00:00Z'
    await sql`insert into donnees.regle (organisme_id, id, categorie, mois, depuis, source, posee_le, par)
      values (${g.organisme}, ${newId()}, 'realisation', 96, '2026-01-01', 'Décision', ${le}, ${g.personne})`.execute(
      tx,
    )
    const rapport = JSON.stringify({
      personnes: 0,
      completes: 0,
      pieces: 0,
      parts: 0,
      parCategorie: {},
      refus: [],
    })
    await sql`insert into donnees.passage (organisme_id, id, le, essai, rapport, par)
      values (${g.organisme}, ${newId()}, ${le}, true, ${rapport}::jsonb, ${g.personne})`.execute(tx)
    await sql`insert into donnees.reglage (organisme_id, purge, modifie_le, modifie_par) values (${g.organisme}, false, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into donnees.traitement (organisme_id, code, version, contenu, ecrit_le, par)
      values (${g.organisme}, 'inscription', 1, '{}', ${le}, ${g.personne})`.execute(tx)
    for (const activite of g.activites) {
      const personne = sql`(select p.id from tiers.personne p where p.organisme_id = ${g.organisme} and p.activite_id = ${activite} order by p.id limit 1)`
      await sql`insert into donnees.demande (organisme_id, id, activite_id, personne_id, genre, canal, recue_le, echeance, inscrite_le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${personne}, 'acces', 'courriel', '2026-01-05', '2026-02-05', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into donnees.suspension (organisme_id, id, activite_id, personne_id, motif, posee_le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${personne}, 'Contrôle', ${le}, ${g.personne})`.execute(
        tx,
      )
      const effacement = newId()
      await sql`insert into donnees.effacement (organisme_id, id, activite_id, personne_id, fondement, complet, prochaine, rapport, motif, fait_le, par)
        values (${g.organisme}, ${effacement}, ${activite}, ${personne}, 'demande-de-la-personne', false, '2032-01-01', '{}', 'Demande', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into donnees.refermeture (organisme_id, id, effacement_id, lieu, ligne_id, precedente, empreinte, refermee_le, par)
        values (${g.organisme}, ${newId()}, ${effacement}, 'qualite.affaire.recit', ${newId()}, ${Buffer.alloc(32, 1)}, ${Buffer.alloc(32, 2)}, ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into donnees.lecture (organisme_id, id, activite_id, personne_id, genre, le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${personne}, 'dossier', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into donnees.archive (organisme_id, id, activite_id, personne_id, octets, composee_le, expire_le)
        values (${g.organisme}, ${newId()}, ${activite}, ${personne}, '\\x00', ${le}, '2026-02-05T09:00:00Z')`.execute(
        tx,
      )
    }
  },
}
