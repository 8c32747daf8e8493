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
    await sql`insert into portail.importation (pole_id, id, organisme_id, source, rapport, lu_le, par)
      values (${g.pole}, ${newId()}, ${g.organisme}, 'f', '{}', ${le}, 'P')`.execute(tx)
  },
}
