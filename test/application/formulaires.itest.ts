// Dix mille corps hostiles sur tous les formulaires : on suit les liens comme une personne, on relève chaque formulaire, on
// le bourre. Aucune page ne tombe, et une page qui refuse n'a rien écrit.

import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listeDesComptes } from '../../src/app/demo/comptes.ts'
import { eprouver } from '../fuzz/formulaires.ts'
import { servirInstance } from '../parcours/instance.ts'
import { empreinteDe, explorer } from './explorer.ts'

const total = 10_000
let site: Awaited<ReturnType<typeof servirInstance>>
let base: Client
beforeAll(async () => {
  site = await servirInstance(new Date().toISOString(), { demonstration: true })
  base = new Client(site.grappe.connexion(site.grappe.administrateur, 'coforme'))
  await base.connect()
}, 120_000)
afterAll(async () => {
  await base?.end()
  await site?.fermer()
})

const connecter = async (courriel: string): Promise<string> => {
  const corps = new URLSearchParams({ courriel, motDePasse: 'coforme-demo' })
  const r = await site.app.fetch(
    new Request(`${site.origine}/connexion`, {
      method: 'POST',
      body: corps,
      headers: { origin: site.origine },
    }),
    {},
  )
  const temoin = r.headers
    .getSetCookie()
    .map((t) => t.split(';')[0] ?? '')
    .join('; ')
  expect(r.status, 'connexion').toBe(303)
  return temoin
}

it('aucun formulaire ne tombe, et un refus n’écrit rien', async () => {
  const compte = listeDesComptes().find((c) => c.role === 'responsable')
  if (!compte) throw new Error('Aucun compte responsable en démonstration.')
  const formulaires = await explorer(site, await connecter(compte.courriel))
  // Chaque geste servi par un formulaire que la démonstration montre ; un écran qui perdrait les siens se verrait ici.
  expect(formulaires.length, formulaires.map((f) => f.patron).join('\n')).toBeGreaterThan(25)
  const parFormulaire = Math.ceil(total / formulaires.length)
  let essais = 0
  for (const f of formulaires) {
    const sansCompte = /^\/(connexion|mot-de-passe)/.test(f.url)
    const cookie = sansCompte ? '' : await connecter(compte.courriel)
    const avant = await empreinteDe(base)
    const rendu = await eprouver(
      { request: (url, init) => site.app.fetch(new Request(new URL(url, site.origine), init), {}) },
      [f],
      { corps: parFormulaire, origine: site.origine, ...(cookie ? { entetes: { cookie } } : {}) },
    )
    essais += rendu.essais
    expect(rendu.fautes, f.patron).toEqual([])
    if (!rendu.statuts.has(303))
      expect(await empreinteDe(base), `${f.patron} a écrit sans le dire`).toEqual(avant)
  }
  expect(essais).toBeGreaterThanOrEqual(total)
}, 400_000)
