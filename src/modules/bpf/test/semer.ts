import { sql } from 'kysely'
import { newId } from '#platform/db/new-id.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

const le = new Date('2026-01-05T09:00:00Z')

/** Une reprise et ses lignes dans chaque enseigne, un exercice réglé, une case recopiée, un dépôt. */
export const semeurBpf: Semeur = {
  module: 'bpf',
  async semer(tx, g) {
    const reprise = newId()
    await sql`insert into bpf.reprise (organisme_id, id, cas, debut, fin, empreinte, chiffre_affaires, lue_le)
      values (${g.organisme}, ${reprise}, 'semée', '2025-01-01', '2025-12-31', sha256('cas'), 1000, ${le})`.execute(
      tx,
    )
    for (const activite of g.activites) {
      await sql`insert into bpf.seance_reprise (organisme_id, activite_id, seance_id, ref, moment, heures)
        select organisme_id, activite_id, id, 's1', 'journee', 7 from sessions.seance
         where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(tx)
      await sql`insert into bpf.intervention_reprise (organisme_id, activite_id, seance_id, personne_id, heures)
        select x.organisme_id, x.activite_id, x.id, p.id, 7 from sessions.seance x
          join tiers.personne p on p.organisme_id = x.organisme_id and p.activite_id = x.activite_id
         where x.organisme_id = ${g.organisme} and x.activite_id = ${activite} limit 1`.execute(tx)
      await sql`insert into bpf.presence_reprise (organisme_id, activite_id, inscription_id, seance_id, heures)
        select i.organisme_id, i.activite_id, i.id, x.id, 7 from inscriptions.inscription i
          join sessions.seance x on x.organisme_id = i.organisme_id and x.session_id = i.session_id
         where i.organisme_id = ${g.organisme} and i.activite_id = ${activite} limit 1`.execute(tx)
      await sql`insert into bpf.fiche_reprise (organisme_id, activite_id, genre, ref, cle, personne_id)
        select organisme_id, activite_id, 'participant', 'n1', sha256('n1'), id from tiers.personne
         where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(tx)
      const rang = g.activites.indexOf(activite)
      await sql`insert into bpf.produit_repris (organisme_id, id, activite_id, reprise_id, rang, ref, montant, acquis_le)
        values (${g.organisme}, ${newId()}, ${activite}, ${reprise}, ${rang}, 'P1', 1000, '2025-03-10')`.execute(
        tx,
      )
      await sql`insert into bpf.charge_reprise (organisme_id, id, activite_id, reprise_id, rang, compte, montant, formateur, prestation)
        values (${g.organisme}, ${newId()}, ${activite}, ${reprise}, ${rang}, '6411', 300, true, false)`.execute(
        tx,
      )
    }
    await sql`insert into bpf.exercice (organisme_id, debut, fin, modifie_le)
      values (${g.organisme}, '2025-01-01', '2025-12-31', ${le})`.execute(tx)
    await sql`insert into bpf.recopie (organisme_id, debut, fin, repere, valeur, le)
      values (${g.organisme}, '2025-01-01', '2025-12-31', 'C.1', '1000', ${le})`.execute(tx)
    const contenu = JSON.stringify({
      format: 'coforme-bpf/1',
      organisme: { nom: 'C', siret: '', nda: null },
      exercice: { debut: '2025-01-01', fin: '2025-12-31' },
      cerfa: '10443*17',
      lectures: {},
      lignes: {},
      cadres: [],
      cases: [],
      controles: [],
    })
    await sql`insert into bpf.depot (organisme_id, id, debut, fin, rang, cerfa, contenu, empreinte, transmis_le, depose_le)
      values (${g.organisme}, ${newId()}, '2025-01-01', '2025-12-31', 1, '10443*17', ${contenu}, sha256(convert_to(${contenu}, 'UTF8')), '2026-01-05', ${le})`.execute(
      tx,
    )
  },
}
