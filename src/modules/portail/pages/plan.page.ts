import { Hono } from 'hono'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { ficheUrl, listerPlan } from '#modules/catalogue/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { formationsUrl, planUrl } from '../liens.ts'

/** `/sitemap.xml` (sitemaps.org) : les fiches en ligne. Tout y est un uuid ou une date : rien à échapper. */
export const planPage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) =>
  new Hono<Env>().get(planUrl(), async (c) => {
    const jour = jourLocal(clock.now(), ZONE_PAR_DEFAUT)
    const fiches = await db.withoutTenant((tx) => listerPlan(tx, jour))
    const adresses = [
      `<url><loc>${config.origine}${formationsUrl()}</loc></url>`,
      ...fiches.map(
        (f) =>
          `<url><loc>${config.origine}${ficheUrl({ offre: f.offre })}</loc><lastmod>${jourLocal(f.publieeLe, ZONE_PAR_DEFAUT)}</lastmod></url>`,
      ),
    ]
    return c.body(
      `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${adresses.join('\n')}\n</urlset>\n`,
      200,
      { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=600' },
    )
  })
