// Suivre les liens comme une personne, relever les formulaires, et dire si la base a changé.
import type { Client } from 'pg'
import { expect } from 'vitest'

const motifUuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
export const desechappe = (t: string) =>
  t.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"')

export type Formulaire = { readonly url: string; readonly patron: string; readonly champs: readonly string[] }

type Site = {
  readonly app: { fetch: (r: Request, env: object) => Response | Promise<Response> }
  readonly origine: string
}

/**
 * Les formulaires que l'on rencontre en suivant les liens, un par patron d'adresse et jeu de champs. Aucune page ne
 * tombe en chemin.
 */
export const explorer = async (site: Site, temoin: string): Promise<Formulaire[]> => {
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

/** Un lien offert, et refusé à qui le suit : où il est, où il mène. */
export type LienRefuse = { readonly depuis: string; readonly patron: string }

/**
 * Suit les liens d'une personne, un par patron d'adresse, et rend ceux qui lui répondent 403 ou 404 : un lien n'est offert qu'à qui peut le
 * suivre. Les fichiers comptent comme les pages.
 */
export const liensRefuses = async (site: Site, temoin: string): Promise<LienRefuse[]> => {
  const patronDe = (url: string) => url.split('?')[0]?.replace(motifUuid, ':id').replace(/\d+$/, ':n') ?? ''
  const refuses = new Map<string, LienRefuse>()
  const file = [
    { url: '/aujourdhui', depuis: '' },
    { url: '/compte', depuis: '' },
  ]
  const connus = new Set(file.map((f) => f.url))
  const vus = new Set<string>()
  for (let lien = file.shift(); lien !== undefined; lien = file.shift()) {
    const patron = patronDe(lien.url)
    if (vus.has(patron)) continue
    vus.add(patron)
    const r = await site.app.fetch(
      new Request(`${site.origine}${lien.url}`, { headers: { cookie: temoin } }),
      {},
    )
    if (r.status === 403 || r.status === 404)
      refuses.set(`${lien.depuis} ${patron}`, { depuis: lien.depuis, patron })
    if (!r.headers.get('content-type')?.startsWith('text/html')) {
      await r.body?.cancel()
      continue
    }
    for (const [, href = ''] of (await r.text()).matchAll(/<a [^>]*href="(\/[^"#]*)/g)) {
      const url = desechappe(href)
      if (connus.has(url) || /^\/(public|composants)\b/.test(url)) continue
      connus.add(url)
      file.push({ url, depuis: patron })
    }
  }
  return [...refuses.values()]
}

/** Ce que regarder laisse derrière soi : des dates de visite, des essais comptés, un brouillon gardé. */
const traces =
  /^(compte\.(session|echec|appareil)|plateforme\.(limite|brouillon|temoin)|support\.|graphile_worker|app\.)/
/**
 * Chaque table, réduite à son compte de lignes, et à ce que PostgreSQL sait de chacune : sa place et la transaction qui l’a écrite.
 * Toute écriture change l’une ou l’autre, même celle qui remet la même valeur ; lire le contenu coûtait dix fois plus.
 */
export const empreinteDe = async (base: Client): Promise<Map<string, string>> => {
  const { rows } = await base.query<{
    nom: string
  }>(`select n.nspname || '.' || c.relname as nom from pg_class c
    join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)' order by 1`)
  // Une somme ne dépend pas de l’ordre des lignes : rien à trier.
  const tables = rows.filter(({ nom }) => !traces.test(nom))
  const lues = await base.query<{ nom: string; e: string }>(
    tables
      .map(
        ({ nom }) =>
          `select '${nom}' as nom, count(*) || ' ' || coalesce(sum(hashtextextended(t.ctid::text || ' ' || t.xmin::text, 0)), 0) as e from ${nom} t`,
      )
      .join(' union all '),
  )
  return new Map(lues.rows.map(({ nom, e }) => [nom, e]))
}
