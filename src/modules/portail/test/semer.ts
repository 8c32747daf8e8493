import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

const le = '2026-01-05T09:00:00Z'

/** Les actualités d'un pôle : un brouillon illustré, sa version, sa copie parue, un import. */
export const semeurPortail: Semeur = {
  module: 'portail',
  async semer(tx, g) {
    const [image, actualite] = [newId(), newId()]
    await sql`insert into portail.image (pole_id, id, organisme_id, largeur, hauteur, grande, petite, recue_le)
      values (${g.pole}, ${image}, ${g.organisme}, 4, 3, '\\x01', '\\x01', ${le})`.execute(tx)
    await sql`insert into portail.actualite (pole_id, id, organisme_id, titre, image_id, image_alt, cree_le, modifiee_le)
      values (${g.pole}, ${actualite}, ${g.organisme}, 'A', ${image}, 'une image', ${le}, ${le})`.execute(tx)
    await sql`insert into portail.actualite_version (pole_id, actualite_id, version, organisme_id, contenu, par, le)
      values (${g.pole}, ${actualite}, 1, ${g.organisme}, '{}', 'P', ${le})`.execute(tx)
    await sql`insert into portail.parution (actualite_id, pole_id, adresse, titre, chapo, corps, etiquettes, image_alt, source_nom, source_url, version,
        paraitre_le, changee_le, pli)
      values (${actualite}, ${g.pole}, ${`a-${actualite}`}, 'A', '', '', '{}', '', '', '', 1, ${le}, ${le}, 'a')`.execute(
      tx,
    )
    const [delegue, demande, abonnement] = [newId(), newId(), newId()]
    await sql`insert into portail.fiche (organisme_id, publiee_le, modifiee_le) values (${g.organisme}, null, ${le})`.execute(
      tx,
    )
    // Une seule pour toute l'instance.
    await sql`insert into portail.mention (editeur, modifiee_le) values ('L’Union', ${le}) on conflict do nothing`.execute(
      tx,
    )
    await sql`insert into portail.delegue (id, nom, courriel, depuis_le) values (${delegue}, 'D L', 'd@exemple.fr', ${le})`.execute(
      tx,
    )
    await sql`insert into portail.demande (id, departement, sujet, chiffre, etat, recue_le) values (${demande}, '75', 'question', '\\x01', 'a-prouver', ${le})`.execute(
      tx,
    )
    await sql`insert into portail.demande (id, sujet, organisme_id, offre_id, chiffre, etat, recue_le)
      select ${newId()}::uuid, 'place', organisme_id, id, '\\x01', 'transmise', ${le}::timestamptz from catalogue.offre where organisme_id = ${g.organisme} limit 1`.execute(
      tx,
    )
    await sql`insert into portail.candidature (id, chiffre, demandee_le) values (${newId()}, '\\x01', ${le})`.execute(
      tx,
    )
    await sql`insert into portail.identite (organisme_id, arrivee_le, visee_le, visee_par) values (${g.organisme}, ${le}, ${le}, ${newId()})`.execute(
      tx,
    )
    await sql`insert into portail.abonnement (id, empreinte, chiffre, etat, demande_le) values (${abonnement}, sha256(${g.organisme}::text::bytea), '\\x01', 'actif', ${le})`.execute(
      tx,
    )
    const lettre = newId()
    await sql`insert into portail.lettre (pole_id, id, organisme_id, objet, contenu, envoyee_le, par)
      values (${g.pole}, ${lettre}, ${g.organisme}, 'objet', 'c', ${le}, 'P')`.execute(tx)
    await sql`insert into portail.remise (lettre_id, abonnement_id, le) values (${lettre}, ${abonnement}, ${le})`.execute(
      tx,
    )
    const importation = newId()
    await sql`insert into portail.importation (pole_id, id, organisme_id, source, rapport, lu_le, par)
      values (${g.pole}, ${importation}, ${g.organisme}, 'f', '{}', ${le}, 'P')`.execute(tx)
    await sql`insert into portail.image_importee (pole_id, actualite_id, organisme_id, importation_id, url, alt, etat)
      select pole_id, id, organisme_id, ${importation}, 'https://exemple.example/i.png', 'A', 'attend' from portail.actualite
       where pole_id = ${g.pole} limit 1`.execute(tx)
    await sql`insert into portail.logo (organisme_id, type, octets, cle, pose_le)
      values (${g.organisme}, 'image/webp', '\\x01', '0123456789abcdef', ${le})`.execute(tx)
  },
}
