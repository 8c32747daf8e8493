import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

export const semeurCae: Semeur = {
  module: 'cae',
  async semer(tx, g) {
    const [x, y] = g.activites
    await sql`insert into cae.mission (organisme_id, id, genre, acheteuse_id, vendeuse_id, cote, objet, cle, tarif_centimes, du, au, etat,
        demandee_le, demandee_par, minutes, constat_cote, confirmee_le)
      values (${g.organisme}, ${newId()}, 'mission', ${x}, ${y}, 'acheteuse', ${`mission de ${g.lettre}`}, 'forfait', 32000, '2026-01-05',
        '2026-01-05', 'confirmee', '2026-01-05T09:00:00Z', ${g.personne}, 420, 'vendeuse', '2026-01-06T09:00:00Z')`.execute(
      tx,
    )
    const transfert = newId()
    await sql`insert into cae.transfert (organisme_id, id, enseigne_id, vers_organisme_id, le, etat, propose_le, propose_par, remis_le, contenu)
      values (${g.organisme}, ${transfert}, ${x}, ${g.complice}, '2026-03-01', 'remis', '2026-02-01T09:00:00Z', ${g.personne}, '2026-02-02T09:00:00Z',
        ${JSON.stringify({ programmes: [{ intitule: `programme de ${g.lettre}`, contenu: {} }], supports: [], references: [] })}::jsonb)`.execute(
      tx,
    )
    await sql`insert into cae.accord_de_transfert (organisme_id, transfert_id, compte_id, accorde_le)
      values (${g.organisme}, ${transfert}, ${g.personne}, '2026-02-01T10:00:00Z')`.execute(tx)
    await sql`insert into cae.fichier_de_transfert (organisme_id, transfert_id, rang, nom, octets)
      values (${g.organisme}, ${transfert}, 0, 'supports/livret.pdf', '\\x25504446')`.execute(tx)
    for (const activite of [null, ...g.activites])
      await sql`insert into cae.bareme (organisme_id, id, enseigne_id, contribution, assiette, depuis, seuils, taux, pose_par)
        values (${g.organisme}, ${newId()}, ${activite}, ${`Contribution de ${g.lettre}`}, 'marge', '2026-01-01', '{3000000}', '{115000,105000}',
          ${g.personne})`.execute(tx)
    await sql`insert into cae.reglage (organisme_id, cumul, avoir, seuils, natures_exclues, comptes_deduits, comptes_tresorerie, comptes_a_venir,
        modifie_par)
      values (${g.organisme}, 'par-bareme', 'du-jour', 'entier', '{}', '{}', '{5}', '{41}', ${g.personne})`.execute(
      tx,
    )
    await sql`insert into cae.comite (organisme_id, quorum, modifie_par) values (${g.organisme}, 2, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into cae.membre_du_comite (organisme_id, compte_id, du, nomme_par) values (${g.organisme}, ${newId()}, '2026-01-05', ${g.personne})`.execute(
      tx,
    )
    await sql`insert into cae.absence (organisme_id, id, compte_id, suppleant_id, du, au, posee_par)
      values (${g.organisme}, ${newId()}, ${g.personne}, ${newId()}, '2026-01-05', '2026-01-06', ${g.personne})`.execute(
      tx,
    )
    for (const par of [g.personne, newId()])
      await sql`insert into cae.pas_de_visa (organisme_id, genre, objet_id, pas, note, demande_le, le, par)
        values (${g.organisme}, 'achat-rejoint', ${newId()}, 'accord', ${`condition de ${g.lettre}`}, '2026-01-05T09:00:00Z', '2026-01-06T09:00:00Z', ${par})`.execute(
        tx,
      )
    await sql`insert into cae.seuil (organisme_id, genre, montant_centimes, pose_par) values (${g.organisme}, 'devis', 100000, ${g.personne})`.execute(
      tx,
    )
    for (const activite of g.activites) {
      await sql`insert into cae.reserve (organisme_id, activite_id, id, le, montant_centimes, objet, propose_par)
        values (${g.organisme}, ${activite}, ${newId()}, '2026-01-05', 50000, ${`réserve de ${g.lettre}`}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into cae.suite_de_visa (organisme_id, activite_id, id, piece_id, genre, note, le, par)
        select organisme_id, activite_id, gen_random_uuid(), id, 'levee', ${`condition de ${g.lettre}`}, '2026-01-06T09:00:00Z', ${g.personne}
          from documents.piece where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(
        tx,
      )
      const [parcours, personne] = [newId(), newId()]
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${g.organisme}, ${personne}, ${activite}, 'Habilitée', ${g.lettre}, 'habilitee', '2026-01-05T09:00:00Z')`.execute(
        tx,
      )
      await sql`insert into cae.parcours (organisme_id, id, activite_id, personne_id, nature, role, etat, demande_par, decision)
        values (${g.organisme}, ${parcours}, ${activite}, ${personne}, 'formation', 'responsable', 'habilite', ${g.personne}, 'Le dossier est complet, le comité habilite.')`.execute(
        tx,
      )
      const projet = newId()
      await sql`insert into facturation.projet (organisme_id, id, activite_id, genre, payeur_personne_id, delai_jours, etat, cree_le, cree_par)
        values (${g.organisme}, ${projet}, ${activite}, 'facture', ${personne}, 30, 'a-viser', '2026-01-05T09:00:00Z', ${g.personne})`.execute(
        tx,
      )
      await sql`insert into cae.ouverture_de_projet (organisme_id, activite_id, projet_id, version, compte_id)
        values (${g.organisme}, ${activite}, ${projet}, 1, ${g.personne})`.execute(tx)
      await sql`insert into cae.situation (organisme_id, id, enseigne_id, personne_id, genre, du, note, notee_par)
        values (${g.organisme}, ${newId()}, ${activite}, ${personne}, 'cesa', '2026-01-05', ${`parcours de ${g.lettre}`}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into cae.titulaire (organisme_id, activite_id, id, genre, objet_id, qui, personne_id, note, dit_par)
        values (${g.organisme}, ${activite}, ${newId()}, 'client', ${newId()}, 'personne', ${personne}, ${`client de ${g.lettre}`}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into cae.etape (organisme_id, activite_id, id, parcours_id, genre, faite_le, note, par)
        values (${g.organisme}, ${activite}, ${newId()}, ${parcours}, 'entretien', '2026-01-05', ${`entretien de ${g.lettre}`}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into cae.avis (organisme_id, parcours_id, compte_id, avis, motif)
        values (${g.organisme}, ${parcours}, ${g.personne}, 'habiliter', 'Dossier complet.')`.execute(tx)
      await sql`insert into cae.habilitation (organisme_id, id, activite_id, personne_id, parcours_id, nature, role, du, au)
        values (${g.organisme}, ${newId()}, ${activite}, ${personne}, ${parcours}, 'formation', 'responsable', '2026-01-05', '2027-01-05')`.execute(
        tx,
      )
      await sql`insert into cae.derogation (organisme_id, activite_id, session_id, personne_id, motif, par)
        select organisme_id, activite_id, id, ${personne}, 'Remplacement au pied levé, dossier vu.', ${g.personne} from sessions.session
         where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(tx)
    }
  },
}
