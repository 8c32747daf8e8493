import { Hono } from 'hono'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { envoyerLesLiens } from '#modules/emargement/index.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import {
  acces,
  poserSessionDEssai,
  type SessionDEssai,
  servicesDe,
} from '../../emargement/test/session-d-essai.ts'
import { lireEspace } from '../db/espaces.ts'
import { espacePages } from '../pages/espace.page.tsx'

const base = await baseNeuve()

/** L’espace de la première personne inscrite, et son lien. */
const ouvrirEspace = (fil: SessionDEssai, jeton: string) =>
  base.maintenance(async (tx) => {
    const espace = newId()
    await sql`insert into espaces.acces (organisme_id, id, activite_id, personne_id, genre, cree_le)
      select organisme_id, ${espace}::uuid, activite_id, personne_id, 'stagiaire', now() from inscriptions.inscription where id = ${fil.inscriptions[0]}`.execute(
      tx,
    )
    await sql`insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le)
      values (${tokenDigest(jeton)}, 'espace', ${fil.organisme}, ${fil.activite}, ${espace}, now() + interval '1 day')`.execute(
      tx,
    )
  })

it('l’espace d’une personne n’envoie pas au lieu de la session qui suit une demi-journée à distance', async () => {
  const fil = await base.maintenance((tx) =>
    poserSessionDEssai(tx, {
      stagiaires: 1,
      creneaux: [
        [540, 750],
        [810, 1020],
      ],
    }),
  )
  const jeton = 'j'.repeat(43)
  const [salle, classe] = fil.seances
  await base.maintenance(async (tx) => {
    await sql`update sessions.session set modalite = 'mixte' where id = ${fil.session}`.execute(tx)
    await sql`update sessions.seance set modalite = case id when ${classe}::uuid then 'distance' else 'presentiel' end
      where id in (${salle}::uuid, ${classe}::uuid)`.execute(tx)
  })
  await ouvrirEspace(fil, jeton)
  const services = servicesDe(base, fil, '2026-11-20T09:00:00Z')
  const app = new Hono().route('/', espacePages({ ...services, db: base.db } as never) as never)
  const page = await (await app.request(`http://localhost:3000/moi/${jeton}`)).text()
  expect(page).toMatch(/9\sh – 12\sh\s30<\/td><td[^>]*>salle Duras</)
  expect(page).toMatch(/13\sh\s30 – 17\sh<\/td><td[^>]*>À distance</)
})

it('l’espace ne propose pas de signer une demi-journée d’avant l’arrivée, dite après l’envoi du lien', async () => {
  // La base ne propose que les jours alentour du sien.
  const jour = jourLocal(new Date(), ZONE_PAR_DEFAUT)
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 1, jour }))
  const jeton = 'k'.repeat(43)
  await ouvrirEspace(fil, jeton)
  const [seance] = fil.seances
  if (!seance) throw new Error('fil vide')
  expect(
    await envoyerLesLiens(
      servicesDe(base, fil, `${jour}T07:00:00Z`),
      { acces, id: fil.personne, nom: 'Tom Okafor' },
      { session: fil.session, seance },
    ),
  ).toMatchObject({ ok: true })
  await base.maintenance((tx) =>
    sql`update emargement.invitation set envois = 1 where seance_id = ${seance}::uuid`.execute(tx),
  )
  const proposees = async () =>
    (await base.db.withoutTenant((tx) => lireEspace(tx, jeton)))?.aEmarger?.map((x) => x.seance)
  expect(await proposees()).toEqual([seance])
  await base.maintenance((tx) =>
    sql`update inscriptions.inscription set arrivee_le = ${jour}::date + 1 where session_id = ${fil.session}::uuid`.execute(
      tx,
    ),
  )
  expect(await proposees()).toEqual([])
})
