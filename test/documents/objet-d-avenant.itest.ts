import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { unDossier } from '#modules/facturation/test/dossier-d-essai.ts'
import { lireDossier } from '#modules/inscriptions/index.ts'
import { objetPropose } from '#modules/inscriptions/lecture/proposer-objet.ts'
import { lireSession } from '#modules/sessions/index.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../base/index.ts'

const base = await baseNeuve()

it('l’objet proposé d’un avenant dit l’interruption, la durée et le prix qui en restent ; rien tant que tout se tient', async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }], {
    creneaux: [
      [540, 750],
      [810, 1020],
    ],
  })
  const seances = [
    { date: '2026-11-24', debut: '09:00', fin: '12:30', minutes: 210 },
    { date: '2026-11-24', debut: '13:30', fin: '17:00', minutes: 210 },
  ]
  const piece = newId()
  await base.maintenance(async (tx) => {
    const donnees = JSON.stringify({ prix: { totalHT: 100_000 }, action: { minutes: 420, seances } })
    await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages,
        libelle, pli, objet_genre, objet_id, emise_le, emise_par)
      values (${m.fil.organisme}, ${piece}, ${m.fil.activite}, 'convention', 'CV-2026-0001', 'convention.v1', ${donnees},
        ${randomBytes(32)}, ${randomBytes(32).toString('hex')}, 1, 'c', 'c', 'dossier', ${m.dossier}, now(), ${m.fil.personne})`.execute(
      tx,
    )
  })
  const propose = () =>
    base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, async (tx) => {
      const session = await lireSession(tx, m.fil.session)
      const d = session && (await lireDossier(tx, session.id, m.dossier))
      if (!session || !d) throw new Error('le dossier manque')
      return (await objetPropose(tx, session, d)).replace(/[\u00a0\u202f]/g, ' ')
    })
  const signer = () =>
    base.maintenance((tx) =>
      sql`insert into documents.signature (organisme_id, id, activite_id, piece_id, acte, role, moyen, nom, consentement,
          empreinte, engagement, signee_le, datee_du, scan)
        select organisme_id, ${newId()}, activite_id, id, 'signature', 'client', 'scan', 'Nom', 'Je signe.', empreinte, empreinte,
          now(), '2026-11-20', ${'a'.repeat(64)} from documents.piece where id = ${piece}`.execute(tx),
    )
  await signer()
  expect(await propose()).toBe('')
  await base.maintenance(async (tx) => {
    await sql`update sessions.seance set tenue = false where organisme_id = ${m.fil.organisme} and debut_minutes = 810`.execute(
      tx,
    )
    await sql`update sessions.session set etat = 'interrompue', motif = 'Dégât des eaux' where id = ${m.fil.session}`.execute(
      tx,
    )
  })
  expect(await propose()).toBe(
    'L’action est interrompue : elle s’est tenue le 24 novembre 2026. La durée passe de 7 h à 3 h 30, et le prix de 1 000,00 € à 500,00 €.',
  )
})
