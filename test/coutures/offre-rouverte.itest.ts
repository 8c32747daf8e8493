import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { gestesDuCatalogue } from '#modules/catalogue/gestes/composer.ts'
import { contenuComplet } from '#modules/catalogue/test/contenus.ts'
import { publierUneOffre } from '#modules/catalogue/test/publier.ts'
import { offresAPlanifier } from '#modules/sessions/db/sessions.queries.ts'
import { planifier } from '#modules/sessions/gestes/planifier.ts'
import { jourDit, poserCoop } from '#modules/sessions/test/cooperatives.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../base/index.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:00:00Z')

it('une offre rouverte pour une nouvelle version se planifie dans celle qui est en ligne, jamais dans son brouillon', async () => {
  const c = await base.maintenance((tx) => poserCoop(tx, 'Rouverte'))
  const chez = <T>(f: Parameters<typeof base.enTantQue<T>>[2]) =>
    base.enTantQue(c.organisme, { personne: c.responsable }, f)
  const id = await publierUneOffre(base.enTantQue, c, contenuComplet)
  const lire = () => chez(async (tx) => (await offresAPlanifier(tx, id))[0])
  const publiee = await lire()
  await chez(async (tx) => {
    const gestes = gestesDuCatalogue(tx, le)
    expect((await gestes.reprendreOffre(id)).ok).toBe(true)
    const corrigee = await gestes.corrigerOffre(id, {
      ...contenuComplet,
      intitule: 'Tout autre chose',
      prix: 1 as never,
    })
    expect(corrigee.ok).toBe(true)
  })
  expect(publiee?.version).not.toBeNull()
  expect(await lire()).toEqual(publiee)
  const session = newId<'Session'>()
  const fait = await chez((tx) =>
    planifier(
      tx,
      {
        id: session,
        offre: id,
        lieu: 'Rue des Essais',
        zone: 'Europe/Paris',
        formateur: 'Tom Okafor',
        capacite: 12,
        seances: [{ jour: jourDit('2030-03-25'), debut: 540, fin: 750 }],
        motif: 'essai',
      },
      le,
    ),
  )
  expect(fait.ok).toBe(true)
  const gardee = await base.maintenance(
    async (tx) =>
      (await sql`select intitule, version_id from sessions.session where id = ${session}`.execute(tx))
        .rows[0],
  )
  expect(gardee).toEqual({ intitule: contenuComplet.intitule, version_id: publiee?.version })
  // Retirée de la page publique, plus rien ne se promet : le brouillon attend d'être adopté.
  await chez(async (tx) => expect((await gestesDuCatalogue(tx, le).depublierOffre(id)).ok).toBe(true))
  expect(await lire()).toBeUndefined()
})
