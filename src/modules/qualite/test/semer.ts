import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'
import { formeDeCopie } from '../domain/photo.ts'

/** Dans chaque enseigne : une entrée, une trace de suivi, une ligne de registre ; pour la coopérative : un cadre, un jugement. */
export const semeurQualite: Semeur = {
  module: 'qualite',
  async semer(tx, g) {
    const le = '2026-01-05T09:00:00Z'
    await sql`insert into qualite.cadre (organisme_id, id, genre, audit_le, depuis, categories, situation, pose_le, par)
      values (${g.organisme}, ${newId()}, 'surveillance', '2027-01-26', '2026-01-01', '{AF}', '{}', ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into qualite.jugement (organisme_id, id, indicateur, version, etat, motif, vaut_jusqu, juge_le, par)
      values (${g.organisme}, ${newId()}, 6, '2026-728', 'prouve', 'Trois déroulés relus.', '2026-12-31', ${le}, ${g.personne})`.execute(
      tx,
    )
    const atelier = newId()
    await sql`insert into qualite.atelier (organisme_id, id, titre, le, minutes, animateur, apport, cree_le, par)
      values (${g.organisme}, ${atelier}, ${`atelier de ${g.lettre}`}, '2026-01-05', 180, 'Yann', 'Écrire des objectifs observables', ${le}, ${g.personne})`.execute(
      tx,
    )
    for (const activite of g.activites)
      await sql`insert into qualite.presence_atelier (organisme_id, activite_id, atelier_id, personne_id, par)
        select organisme_id, activite_id, ${atelier}, id, ${g.personne} from tiers.personne
         where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(tx)
    for (const activite of g.activites)
      await sql`with l as (insert into qualite.registre (organisme_id, activite_id, id, rang, genre, titre, le, contenu, inscrit_le, par)
          values (${g.organisme}, ${activite}, ${newId()}, 1, 'veille-legale', ${`veille de ${g.lettre}`}, '2026-01-05', '{}', ${le}, ${g.personne}) returning organisme_id, id),
        d as (insert into qualite.diffusion (organisme_id, ligne_id, compte_id, diffusee_le, par) select organisme_id, id, ${g.personne}::uuid, ${le}, ${g.personne}::uuid from l
          returning organisme_id, ligne_id, compte_id)
        insert into qualite.veille_lue (organisme_id, ligne_id, compte_id, suite, lue_le, rang) select organisme_id, ligne_id, compte_id, 'Lue', ${le}, 1 from d`.execute(
        tx,
      )
    for (const activite of g.activites)
      await sql`with l as (insert into qualite.registre (organisme_id, activite_id, id, rang, genre, titre, le, contenu, inscrit_le, par)
          values (${g.organisme}, ${activite}, ${newId()}, 1, 'action', ${`action de ${g.lettre}`}, '2026-01-05', '{}', ${le}, ${g.personne}) returning *)
        insert into qualite.amelioration_liee (organisme_id, activite_id, ligne_id, sens, faite_le, par)
        select organisme_id, activite_id, id, 'montee', ${le}, par from l`.execute(tx)
    const audit = newId()
    await sql`insert into qualite.audit (organisme_id, id, genre, audit_le, depuis, categories, situation, minutes, beneficiaires, cree_le, par)
      values (${g.organisme}, ${audit}, 'surveillance', '2027-01-26', '2026-01-01', '{AF}', '{}', 420, 2, ${le}, ${g.personne})`.execute(
      tx,
    )
    const graine = randomBytes(32)
    const population = JSON.stringify({
      regle: { surveillance: true, beneficiaires: 2, sitesVus: [], enseignesTirees: [] },
      sessions: [],
    })
    const photo = JSON.stringify({
      forme: formeDeCopie,
      organisme: 'C',
      version: '2026-728',
      sessions: [],
      points: [],
      pieces: [],
    })
    await sql`insert into qualite.audit_graine (organisme_id, audit_id, graine) values (${g.organisme}, ${audit}, ${graine})`.execute(
      tx,
    )
    await sql`insert into qualite.audit_gel (organisme_id, audit_id, engagement, population, empreinte, trous, gele_le, par)
      values (${g.organisme}, ${audit}, sha256(${graine}::bytea), ${population}, sha256(convert_to(${population}, 'UTF8')), '', ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into qualite.audit_ouverture (organisme_id, audit_id, graine, echantillon, ouvert_le, par)
      values (${g.organisme}, ${audit}, ${graine}, '[]', ${le}, ${g.personne})`.execute(tx)
    await sql`insert into qualite.audit_photo (organisme_id, audit_id, rang, contenu, prise_le, par)
      values (${g.organisme}, ${audit}, 1, ${photo}::jsonb, ${le}, ${g.personne})`.execute(tx)
    await sql`insert into qualite.audit_piece (organisme_id, audit_id, photo, id, libelle, fichier)
      values (${g.organisme}, ${audit}, 1, ${newId()}, 'Pièce', ${randomBytes(32).toString('hex')})`.execute(
      tx,
    )
    await sql`insert into qualite.audit_constat (organisme_id, audit_id, point, rang, conclusion, constat, de_organisme_id, ecrit_le, par)
      values (${g.organisme}, ${audit}, '9', 1, 'tenu', 'Vu sur deux dossiers', ${g.organisme}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into qualite.audit_cloture (organisme_id, audit_id, notifie_le, majeures, mineures, conclu_le, par)
      values (${g.organisme}, ${audit}, '2026-01-05', 0, 0, ${le}, ${g.personne})`.execute(tx)
    await sql`insert into qualite.audit_action (organisme_id, audit_id, point, ligne_id, liee_le, par)
      values (${g.organisme}, ${audit}, '9', ${newId()}, ${le}, ${g.personne})`.execute(tx)
    const mission = newId()
    await sql`insert into qualite.audit_mission (organisme_id, id, audit_id, genre, pair_organisme_id, nom, finalite, expire_le, etat, propose_le, propose_par)
      values (${g.organisme}, ${mission}, ${audit}, 'pair', ${g.complice}, 'Un pair', 'Relire l’échantillon', '2026-12-31', 'propose', ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into qualite.audit_lecture (organisme_id, audit_id, mission_id, quoi) values (${g.organisme}, ${audit}, ${mission}, 'dossier')`.execute(
      tx,
    )
    for (const activite of g.activites) {
      const affaire = newId()
      await sql`insert into qualite.affaire (organisme_id, id, activite_id, genre, auteur, objet, recit, recu_le, inscrit_le, par)
        values (${g.organisme}, ${affaire}, ${activite}, 'reclamation', 'stagiaire', 'Objet', ${randomBytes(64)}, '2026-01-05', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into qualite.suite (organisme_id, id, activite_id, affaire_id, genre, le, texte, inscrit_le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${affaire}, 'accuse', '2026-01-06', 'Reçue', ${le}, ${g.personne})`.execute(
        tx,
      )
      const protegee = newId()
      await sql`insert into qualite.affaire (organisme_id, id, activite_id, genre, auteur, objet, recit, recu_le, inscrit_le, par)
        values (${g.organisme}, ${protegee}, ${activite}, 'signalement', 'stagiaire', 'Signalement', ${randomBytes(64)}, '2026-01-05', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into qualite.suite (organisme_id, id, activite_id, affaire_id, genre, le, chiffre, inscrit_le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${protegee}, 'mesure', '2026-01-06', ${randomBytes(64)}, ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into qualite.lecture (organisme_id, id, activite_id, affaire_id, accordee, le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${affaire}, false, ${le}, ${g.personne})`.execute(tx)
      await sql`insert into qualite.entree (organisme_id, activite_id, inscription_id, rang, recueilli_le, besoin, prerequis, inscrit_le, par)
        select organisme_id, activite_id, id, 1, '2026-01-05', 'Accueillir', 'sans-objet', ${le}::timestamptz, ${g.personne}::uuid from inscriptions.inscription
         where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(tx)
      await sql`insert into qualite.suivi (organisme_id, id, activite_id, inscription_id, le, genre, texte, inscrit_le, par)
        select organisme_id, ${newId()}::uuid, activite_id, id, '2026-01-05', 'point', 'Point', ${le}::timestamptz, ${g.personne}::uuid from inscriptions.inscription
         where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(tx)
      const [ligne, jointe] = [newId(), newId()]
      await sql`insert into qualite.registre (organisme_id, activite_id, id, rang, genre, titre, le, contenu, inscrit_le, par)
        values (${g.organisme}, ${activite}, ${ligne}, 1, 'reunion', 'Réunion', '2026-01-05', '{}', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into qualite.jointe (organisme_id, activite_id, id, ligne_id, nom, fichier, type, taille, jointe_le, par)
        values (${g.organisme}, ${activite}, ${jointe}, ${ligne}, 'a.pdf', ${randomBytes(32).toString('hex')}, 'application/pdf', 10, ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into qualite.jointe_retrait (organisme_id, activite_id, jointe_id, retiree_le, par)
        values (${g.organisme}, ${activite}, ${jointe}, ${le}, ${g.personne})`.execute(tx)
    }
  },
}
