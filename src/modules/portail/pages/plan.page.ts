import { Hono } from 'hono'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { ficheUrl, listerPlan } from '#modules/catalogue/index.ts'
import { retourPublieUrl, retoursPublies } from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { lireAnnuaire } from '../db/annuaire.ts'
import { derniereDeChacun, versionsOuvertes } from '../db/livrables.ts'
import { nouvelles } from '../db/parutions.ts'
import {
  actualitesUrl,
  actualiteUrl,
  agendaUrl,
  cooperativesUrl,
  cooperativeUrl,
  formationsUrl,
  livrableOuvertUrl,
  livrablesUrl,
  planUrl,
  polesMetiersUrl,
  retoursUrl,
  unionUrl,
} from '../liens.ts'

/** Au-delà, un plan ne se lit plus (sitemaps.org) : les offres, dernières, sont celles qui attendent. */
const ADRESSES_MAX = 50_000

/** `/sitemap.xml` (sitemaps.org) : les pages publiques, les fiches et les retours en ligne. Tout y est un uuid, une adresse de lettres et de tirets ou une date : rien à échapper. */
export const planPage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) =>
  new Hono<Env>().get(planUrl(), async (c) => {
    const jour = jourLocal(clock.now(), ZONE_PAR_DEFAUT)
    const { fiches, retours, actualites, cooperatives, livrables } = await db.withoutTenant(async (tx) => ({
      fiches: await listerPlan(tx, jour),
      retours: await retoursPublies(tx, { limite: 1_000 }),
      actualites: await nouvelles(tx, clock.now(), 1_000),
      cooperatives: await lireAnnuaire(tx, {}, 5_000),
      livrables: derniereDeChacun(await versionsOuvertes(tx)),
    }))
    const adresses = [
      ...[
        unionUrl(),
        actualitesUrl(),
        polesMetiersUrl(),
        agendaUrl(),
        retoursUrl(),
        livrablesUrl(),
        cooperativesUrl(),
        formationsUrl(),
        ...cooperatives.map((l) => cooperativeUrl({ code: l.code })),
      ].map((chemin) => `<url><loc>${config.origine}${chemin}</loc></url>`),
      ...livrables.map(
        (v) =>
          `<url><loc>${config.origine}${livrableOuvertUrl({ livrable: v.livrable })}</loc><lastmod>${jourLocal(v.le, ZONE_PAR_DEFAUT)}</lastmod></url>`,
      ),
      ...retours.map(
        (r) =>
          `<url><loc>${config.origine}${retourPublieUrl({ adresse: r.adresse })}</loc><lastmod>${jourLocal(r.publieLe, ZONE_PAR_DEFAUT)}</lastmod></url>`,
      ),
      ...actualites.map(
        (n) =>
          `<url><loc>${config.origine}${actualiteUrl({ adresse: n.adresse })}</loc><lastmod>${jourLocal(n.changeeLe, ZONE_PAR_DEFAUT)}</lastmod></url>`,
      ),
      ...fiches.map(
        (f) =>
          `<url><loc>${config.origine}${ficheUrl({ offre: f.offre })}</loc><lastmod>${jourLocal(f.publieeLe, ZONE_PAR_DEFAUT)}</lastmod></url>`,
      ),
    ]
    return c.body(
      `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${adresses.slice(0, ADRESSES_MAX).join('\n')}\n</urlset>\n`,
      200,
      { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=600' },
    )
  })
