/** Une session arrêtée avant son terme : ce que l’on en garde se compte du jour où elle s’est arrêtée. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { PersonneId } from '#kernel/id.ts'
import { regulariser } from '#modules/emargement/index.ts'
import { acces, poserSessionDEssai, servicesDe } from '#modules/emargement/test/session-d-essai.ts'
import { passerALEtat } from '#modules/sessions/index.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { aRegarder } from '../db/effacement.ts'
import { chosesDe, lireFiches } from '../db/personne.queries.ts'

const base = await baseNeuve()

/** Un matin émargé le 24 novembre ; la suite, prévue jusqu’en juin, ne se tient pas. Un besoin d’adaptation y fut dit. */
const interrompue = async () => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 1 }))
  const [matin] = fil.seances
  const [inscription] = fil.inscriptions
  if (!matin || !inscription) throw new Error('fil vide')
  const midi = new Date('2026-11-24T11:32:00Z')
  const present = await regulariser(
    servicesDe(base, fil, midi.toISOString()),
    { acces, id: fil.personne, nom: 'Tom Okafor' },
    { session: fil.session, inscription, seance: matin, motif: 'Téléphone déchargé, vue en salle' },
  )
  if (!present.ok) throw new Error(present.error.phrase)
  const personne = await base.maintenance(async (tx) => {
    await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
      values (${fil.organisme}, ${newId()}, ${fil.activite}, ${fil.session}, '2027-06-15', 'matin', 540, 750,
        '2027-06-15T07:00:00Z', '2027-06-15T10:30:00Z')`.execute(tx)
    await sql`insert into qualite.affaire (organisme_id, id, activite_id, genre, auteur, objet, recit, recu_le, inscription_id, inscrit_le, par)
      values (${fil.organisme}, ${newId()}, ${fil.activite}, 'adaptation', 'stagiaire', 'Objet', ${randomBytes(64)}, '2026-11-20',
        ${inscription}, '2026-11-20T09:00:00Z', ${fil.personne})`.execute(tx)
    await sql`update tiers.personne set cree_le = '2026-11-01T09:00:00Z' where organisme_id = ${fil.organisme}`.execute(
      tx,
    )
    const { rows } = await sql<{ id: PersonneId }>`select personne_id as id from inscriptions.inscription
      where organisme_id = ${fil.organisme} and id = ${inscription}`.execute(tx)
    return rows[0]?.id as PersonneId
  })
  const dans = <T>(f: Parameters<typeof base.enTantQue<T>>[2]) =>
    base.enTantQue(fil.organisme, { personne: fil.personne }, f)
  const arret = await dans((tx) =>
    passerALEtat(
      tx,
      { id: fil.session as never, vers: 'interrompue', motif: 'Dégât des eaux', ailleurs: {} },
      midi,
    ),
  )
  expect(arret).toMatchObject({ ok: true })
  return { dans, personne }
}

it('ses preuves, son parcours et son besoin d’adaptation se comptent du dernier jour qui s’est tenu', async () => {
  const { dans, personne } = await interrompue()
  const { choses } = await dans(async (tx) => chosesDe(tx, await lireFiches(tx, personne)))
  const departs = choses.map((x) => [x.genre, x.depart])
  expect(departs.toSorted()).toEqual([
    ['fiche', '2026-11-24'],
    ['handicap', '2026-11-24'],
    ['parcours', '2026-11-24'],
    ['registre', '2026-11-24'],
  ])
})

it('la purge regarde qui la suivait dès que la durée est passée depuis ce jour-là, et pas avant', async () => {
  const { dans, personne } = await interrompue()
  const regarde = async (jour: string, handicap: number, autres: number) =>
    (await dans((tx) => aRegarder(tx, jour, { handicap, autres }, 10))).includes(personne)
  const jamais = 1200
  expect(await regarde('2027-11-24', 12, jamais)).toBe(false)
  expect(await regarde('2027-11-25', 12, jamais)).toBe(true)
  expect(await regarde('2029-11-24', jamais, 36)).toBe(false)
  expect(await regarde('2029-11-25', jamais, 36)).toBe(true)
})
