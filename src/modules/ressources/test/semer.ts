import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

const le = '2026-01-05T09:00:00Z'

/** Un document mis en commun, sa version, une relecture, et la copie qu’une autre coopérative en a. */
export const semeurRessources: Semeur = {
  module: 'ressources',
  async semer(tx, g) {
    const deposer = async (organisme: string) => {
      const [ressource, version] = [newId(), newId()]
      await sql`insert into ressources.ressource (organisme_id, id, pole_id, titre, genre, deposee_le, deposee_par)
        values (${organisme}, ${ressource}, ${g.pole}, ${`livret de ${g.lettre}`}, 'support', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into ressources.version (organisme_id, id, ressource_id, rang, auteurs, titulaire, licence, accessibilite, fichier_nom, fichier_type,
          taille, empreinte, octets, le, par)
        values (${organisme}, ${version}, ${ressource}, 1, ${`auteurs de ${g.lettre}`}, 'La coopérative', 'cc-by-sa', 'verifiee', 'livret.pdf',
          'application/pdf', 4, sha256('%PDF'), '%PDF', ${le}, ${g.personne})`.execute(tx)
      return version
    }
    const [sienne, autre] = [await deposer(g.organisme), await deposer(g.complice)]
    await sql`insert into ressources.relecture (organisme_id, id, de_organisme_id, version_id, compte_id, avis, mot, par, le)
      values (${g.organisme}, ${newId()}, ${g.complice}, ${autre}, ${g.personne}, 'bon', ${`relu par ${g.lettre}`}, 'Relectrice', ${le})`.execute(
      tx,
    )
    await sql`insert into ressources.copie (organisme_id, id, de_organisme_id, version_id, prise_le, prise_par)
      values (${g.organisme}, ${newId()}, ${g.complice}, ${autre}, ${le}, ${g.personne})`.execute(tx)
    await sql`insert into ressources.copie (organisme_id, id, de_organisme_id, version_id, prise_le, prise_par)
      values (${g.complice}, ${newId()}, ${g.organisme}, ${sienne}, ${le}, ${g.personne})`.execute(tx)
  },
}
