import { Hono } from 'hono'
import { enIcs } from '#kernel/ics.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { lireAbonnement } from '../db/abonnements.ts'
import { sessionUrl } from '../liens.ts'

/** Le secret fait 32 octets : il ne se devine pas. */
const chemin = '/agenda/:fichier{[A-Za-z0-9_-]{43}\\.ics}'

/** Un planning relu par un agenda, sans compte. Une adresse inconnue ou arrêtée est un 404, comme si elle n'avait jamais été. */
export const agendaAbonnePage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) =>
  new Hono<Env>().get(chemin, async (c) => {
    const secret = c.req.param('fichier').slice(0, -4)
    const lu = await db.withoutTenant((tx) => lireAbonnement(tx, secret))
    if (!lu) return notFound(c)
    const hote = new URL(config.origine).hostname
    return c.body(
      enIcs(
        lu.nom,
        lu.seances.map((s) => ({
          uid: `${s.seance}@${hote}`,
          debut: s.debut,
          fin: s.fin,
          titre: s.intitule ?? 'Occupé',
          lieu: [s.salles, s.lieu].filter(Boolean)[0] ?? '',
          description: [s.numero, s.lien].filter(Boolean).join('\n'),
          url: s.session ? `${config.origine}${sessionUrl({ session: s.session })}` : config.origine,
          annule: !s.tenue,
        })),
        clock.now(),
      ),
      200,
      {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'inline; filename="planning.ics"',
        'cache-control': 'private, no-store',
        'x-robots-tag': 'noindex',
      },
    )
  })
