import { Hono } from 'hono'
import type { DateCivile } from '#kernel/dates.ts'
import { enIcs } from '#kernel/ics.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { asRole, peut } from '#modules/organisme/index.ts'
import { reunionUrl } from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { heuresPromises, lireAbonnement, lireAbonnementDePole } from '../db/abonnements.ts'
import { ouSuivre } from '../domain/modalite.ts'
import { sessionUrl } from '../liens.ts'
import { type PrisesSessions, sansPrises } from '../prises.ts'

/** Le secret fait 32 octets : il ne se devine pas. */
const chemin = '/agenda/:fichier{[A-Za-z0-9_-]{43}\\.ics}'

/** Le droit se juge à chaque lecture, pas seulement quand l'adresse naît : des fonctions retirées depuis ne lisent plus le pôle. */
const litLesPoles = (roles: readonly string[], jusque: DateCivile | null, jour: DateCivile): boolean =>
  peut(
    {
      roles: roles.flatMap((texte) => {
        const role = asRole(texte)
        return role ? [{ role, ...(jusque ? { jusque } : {}) }] : []
      }),
    },
    'pole.lire',
    {},
    jour,
  )

/** Un planning, les rencontres d'un pôle, les échéances des marchés suivis, relus par un agenda, sans compte. Une adresse inconnue ou arrêtée est un 404, comme si elle n'avait jamais été. */
export const agendaAbonnePage = (
  { db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>,
  prises: Pick<PrisesSessions, 'agenda'> = sansPrises,
) =>
  new Hono<Env>().get(chemin, async (c) => {
    const secret = c.req.param('fichier').slice(0, -4)
    const { origine } = config
    const hote = new URL(origine).hostname
    // L'adresse ne dit pas son genre : on les lit l'un après l'autre.
    const lu = await db.withoutTenant(async (tx) => {
      const pole = await lireAbonnementDePole(tx, secret)
      if (pole && !litLesPoles(pole.roles, pole.jusque, jourLocal(clock.now(), ZONE_PAR_DEFAUT)))
        return undefined
      if (pole)
        return {
          nom: pole.nom,
          evenements: pole.rencontres.map((r) => ({
            // Le même que celui de l'agenda public : qui suit les deux n'en voit qu'une.
            uid: `${r.reunion}@${hote}`,
            debut: r.debut,
            fin: r.fin,
            titre: r.titre,
            lieu: r.lieu,
            description: [r.acces, r.visio].filter(Boolean).join('\n'),
            url: `${origine}${reunionUrl({ pole: r.pole, reunion: r.reunion })}`,
            annule: !r.tenue,
          })),
        }
      const planning = await lireAbonnement(tx, secret)
      if (!planning) return prises.agenda(tx, secret, { origine, le: clock.now() })
      const promises = (await heuresPromises(tx, secret)).map((h) => ({
        // Une mission a plusieurs jours : un événement chacun.
        uid: `${h.engagement}-${h.debut.getTime()}@${hote}`,
        debut: h.debut,
        fin: h.fin,
        titre: h.option ? 'En option' : 'Occupé',
        lieu: '',
        description: '',
        url: origine,
        annule: false,
        provisoire: h.option,
      }))
      const seances = planning.seances.map((s) => ({
        uid: `${s.seance}@${hote}`,
        debut: s.debut,
        fin: s.fin,
        titre: s.intitule ?? 'Occupé',
        lieu: ouSuivre(s, [s.salles, s.lieu].filter(Boolean)[0] ?? ''),
        description: [s.numero, s.lien].filter(Boolean).join('\n'),
        url: s.session ? `${origine}${sessionUrl({ session: s.session })}` : origine,
        annule: !s.tenue,
      }))
      return { nom: planning.nom, evenements: [...seances, ...promises] }
    })
    if (!lu) return notFound(c)
    return c.body(enIcs(lu.nom, lu.evenements, clock.now()), 200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="planning.ics"',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
    })
  })
