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
    const achats: [string, string, string][] = []
    for (const organisme of [g.organisme, g.complice]) {
      const [achat, offre] = [newId(), newId()]
      achats.push([organisme, achat, offre])
      await sql`insert into ressources.achat (organisme_id, id, pole_id, genre, objet, besoin, unite, volumes_jusqu_au, ouvert_le, ouvert_par, clos_le)
        values (${organisme}, ${achat}, ${g.pole}, 'assurance', ${`achat de ${g.lettre}`}, 'Une assurance commune.', 'contrats', '2026-02-01', ${le},
          ${g.personne}, ${le})`.execute(tx)
      await sql`insert into ressources.offre (organisme_id, id, achat_id, fournisseur, prix_centimes, conditions, notee_le)
        values (${organisme}, ${offre}, ${achat}, ${`fournisseur de ${g.lettre}`}, 12000, 'un an', ${le})`.execute(
        tx,
      )
      // Une décision ne choisit que d’un achat.
      await sql`update ressources.achat set offre_id = ${offre}, decision_id = d.id, conditions = 'un an', rejoindre_jusqu_au = '2026-03-01', retenu_le = ${le}
        from (select x.id from pole.decision x where x.pole_id = ${g.pole} and not exists (select from ressources.achat a where a.decision_id = x.id) limit 1) d
        where organisme_id = ${organisme} and achat.id = ${achat}`.execute(tx)
    }
    const [[, ,], [chez, autreAchat]] = achats as [[string, string, string], [string, string, string]]
    await sql`insert into ressources.volume (organisme_id, achat_organisme_id, achat_id, quantite, mot, dit_le, dit_par)
      values (${g.organisme}, ${chez}, ${autreAchat}, 3, ${`volume de ${g.lettre}`}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into ressources.participation (organisme_id, achat_organisme_id, achat_id, quantite, le, par)
      values (${g.organisme}, ${chez}, ${autreAchat}, 3, ${le}, ${g.personne})`.execute(tx)
    await sql`insert into ressources.demande_de_part (organisme_id, id, achat_organisme_id, achat_id, quantite, faite_le, par, finie_le, issue, motif)
      values (${g.organisme}, ${newId()}, ${chez}, ${autreAchat}, 3, ${le}, ${g.personne}, ${le}, 'refusee', ${`refus de ${g.lettre}`})`.execute(
      tx,
    )
    await sql`insert into ressources.suivi (organisme_id, id, achat_organisme_id, achat_id, texte, le)
      values (${g.organisme}, ${newId()}, ${chez}, ${autreAchat}, ${`suivi de ${g.lettre}`}, ${le})`.execute(
      tx,
    )
    await sql`insert into ressources.manque (organisme_id, id, pole_id, nsf, dit_le, dit_par) values (${g.organisme}, ${newId()}, ${g.pole}, '326', ${le},
      ${g.personne})`.execute(tx)
  },
}
