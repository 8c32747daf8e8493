// Dix mille corps hostiles sur tous les formulaires : on suit les liens comme une personne, on relève chaque formulaire, on
// le bourre. Aucune page ne tombe, et une page qui refuse n'a rien écrit.

import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listeDesComptes } from '../../src/app/demo/comptes.ts'
import { eprouver } from '../fuzz/formulaires.ts'
import { servirInstance } from '../parcours/instance.ts'

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

const motifUuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const desechappe = (t: string) =>
  t.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"')

type Formulaire = { readonly url: string; readonly patron: string; readonly champs: readonly string[] }

/** Les formulaires que l'on rencontre en suivant les liens, un par patron d'adresse et jeu de champs. */
const explorer = async (temoin: string): Promise<Formulaire[]> => {
  const vus = new Map<string, number>()
  const trouves = new Map<string, Formulaire>()
  const file = ['/aujourdhui', '/compte', '/connexion', '/mot-de-passe-oublie', '/composants']
  const connus = new Set(file)
  for (let url = file.shift(); url !== undefined; url = file.shift()) {
    const patron = url.split('?')[0]?.replace(motifUuid, ':id') ?? ''
    const fois = vus.get(patron) ?? 0
    if (fois >= 3 || vus.size > 200) continue
    vus.set(patron, fois + 1)
    const headers = /^\/(connexion|mot-de-passe)/.test(url) ? {} : { cookie: temoin }
    const r = await site.app.fetch(new Request(`${site.origine}${url}`, { headers }), {})
    if (!r.headers.get('content-type')?.startsWith('text/html')) continue
    const html = await r.text()
    expect(r.status, url).toBeLessThan(500)
    for (const [, href = ''] of html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)) {
      const lien = desechappe(href)
      if (connus.has(lien)) continue
      connus.add(lien)
      file.push(lien)
    }
    for (const [, attributs = '', corps = ''] of html.matchAll(/<form ([^>]*)>([\s\S]*?)<\/form>/g)) {
      if (!/method="post"/.test(attributs)) continue
      const action = desechappe(/action="([^"]*)"/.exec(attributs)?.[1] ?? url)
      const champs = [...new Set([...corps.matchAll(/ name="([^"]+)"/g)].map(([, n = '']) => desechappe(n)))]
      const cle = `${action.split('?')[0]?.replace(motifUuid, ':id')} ${champs.join(',')}`
      if (!trouves.has(cle)) trouves.set(cle, { url: action, patron: cle.split(' ')[0] ?? '', champs })
    }
  }
  return [...trouves.values()]
}

/** Ce que regarder laisse derrière soi : des dates de visite, des essais comptés, un brouillon gardé. */
const traces =
  /^(compte\.(session|echec)|plateforme\.(limite|brouillon|temoin)|support\.|graphile_worker|app\.)/
const empreinte = async (): Promise<Map<string, string>> => {
  const { rows } = await base.query<{
    nom: string
  }>(`select n.nspname || '.' || c.relname as nom from pg_class c
    join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)' order by 1`)
  const vu = new Map<string, string>()
  for (const { nom } of rows) {
    if (traces.test(nom)) continue
    const r = await base.query<{ e: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as e from ${nom} t`,
    )
    vu.set(nom, r.rows[0]?.e ?? '')
  }
  return vu
}

it('aucun formulaire ne tombe, et un refus n’écrit rien', async () => {
  const compte = listeDesComptes().find((c) => c.role === 'responsable')
  if (!compte) throw new Error('Aucun compte responsable en démonstration.')
  const formulaires = await explorer(await connecter(compte.courriel))
  // Chaque geste servi par un formulaire que la démonstration montre ; un écran qui perdrait les siens se verrait ici.
  expect(formulaires.length, formulaires.map((f) => f.patron).join('\n')).toBeGreaterThan(25)
  const parFormulaire = Math.ceil(total / formulaires.length)
  let essais = 0
  for (const f of formulaires) {
    const sansCompte = /^\/(connexion|mot-de-passe)/.test(f.url)
    const cookie = sansCompte ? '' : await connecter(compte.courriel)
    const avant = await empreinte()
    const rendu = await eprouver(
      { request: (url, init) => site.app.fetch(new Request(new URL(url, site.origine), init), {}) },
      [f],
      { corps: parFormulaire, origine: site.origine, ...(cookie ? { entetes: { cookie } } : {}) },
    )
    essais += rendu.essais
    expect(rendu.fautes, f.patron).toEqual([])
    if (!rendu.statuts.has(303)) expect(await empreinte(), `${f.patron} a écrit sans le dire`).toEqual(avant)
  }
  expect(essais).toBeGreaterThanOrEqual(total)
}, 400_000)
