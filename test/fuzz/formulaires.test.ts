import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { composantsRoutes, mountComposants } from '#web/composants.page.tsx'
import { testServices } from '#web/test/services.ts'
import { pagesDevant } from '../monde/index.ts'
import { eprouver } from './formulaires.ts'

it('dix mille corps hostiles ne font tomber aucun formulaire de la feuille', async () => {
  const { app } = pagesDevant(testServices(), [{ nom: 'composants', routes: mountComposants }], () => ({}))
  const parRoute = Math.ceil(10_000 / composantsRoutes.length)
  const { fautes, statuts, essais } = await eprouver(app, composantsRoutes, { corps: parRoute })
  expect(fautes).toEqual([])
  expect(essais).toBeGreaterThanOrEqual(10_000)
  // Le banc touche bien toutes les portes : accepté, revenu, refusé, trop lourd, pas un formulaire.
  for (const statut of [200, 303, 409, 413, 415, 422]) expect([...statuts.keys()]).toContain(statut)
}, 120_000)

it('le banc voit une page qui tombe', async () => {
  const fragile = new Hono()
    .onError((_, c) => c.text('tombée', 500))
    .post('/f', async (c) => {
      const corps = await c.req.parseBody()
      return c.text(
        String(corps.a)
          .normalize('NFC')
          .repeat(corps.a === undefined ? -1 : 1),
      )
    })
  const { fautes } = await eprouver(fragile, [{ url: '/f', champs: ['a'] }], { corps: 50 })
  expect(fautes.length).toBeGreaterThan(0)
})
