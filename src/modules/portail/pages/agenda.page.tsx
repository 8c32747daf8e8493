import { Hono } from 'hono'
import { enIcs } from '#kernel/ics.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import { agendaDesPoles, direPole, formats, type Rencontre, rejoindreUrl } from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { agendaIcsUrl, agendaUrl } from '../liens.ts'
import { Cadre } from './cadre.tsx'
import { JsonLd } from './json-ld.tsx'
import { direRencontre } from './union.page.tsx'

const jours = 86_400_000

const Ligne = ({ r }: { r: Rencontre }) => (
  <li id={`r-${r.id}`}>
    <h2>
      {r.titre}, {r.pole}
      {r.etat === 'annulee' ? ' : annulée' : ''}
    </h2>
    <p>
      <time datetime={r.debut.toISOString()}>{direRencontre(r)}</time>
    </p>
    <p class="sub">{[formats[r.format], r.acces].filter(Boolean).join('. ')}</p>
    {r.etat === 'convoquee' && peutSuivre('pole.participer') ? (
      <p>
        <a href={rejoindreUrl({ pole: r.code })}>
          Y venir
          <span class="unseen">
            {' '}
            : {r.titre}, {r.pole}
          </span>
        </a>
      </p>
    ) : null}
  </li>
)

/** schema.org `Event`. */
const enEvent = (r: Rencontre, origine: string) => ({
  '@type': 'Event',
  name: `${r.titre}, ${r.pole}`,
  startDate: r.debut.toISOString(),
  endDate: r.fin.toISOString(),
  eventStatus: `https://schema.org/${r.etat === 'annulee' ? 'EventCancelled' : 'EventScheduled'}`,
  eventAttendanceMode: `https://schema.org/${r.lieu ? 'OfflineEventAttendanceMode' : 'OnlineEventAttendanceMode'}`,
  location: r.lieu
    ? { '@type': 'Place', name: r.hote || r.lieu, address: r.lieu }
    : { '@type': 'VirtualLocation', url: `${origine}${agendaUrl()}` },
  organizer: { '@type': 'Organization', name: r.pole },
  url: `${origine}${agendaUrl()}#r-${r.id}`,
})

/** `/agenda` et `/agenda.ics` : les rencontres des pôles publics ; `?pole=` n'en suit qu'un. */
export const agendaPage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) =>
  new Hono<Env>()
    .get(agendaUrl(), async (c) => {
      const agenda = await db.lire((tx) => agendaDesPoles(tx, clock.now()))
      return c.html(
        <Cadre
          title="Agenda"
          description="Les prochaines rencontres des pôles des Scop et des Scic : date, lieu, accès."
          canonique={`${config.origine}${agendaUrl()}`}
        >
          <div class="lecture publiques">
            <header class="tete">
              <h1>Agenda</h1>
              <p class="lede">Les prochaines rencontres des pôles. Votre coopérative y est la bienvenue.</p>
            </header>
            {agenda.length > 0 ? (
              <ul class="fiches">
                {agenda.map((r) => (
                  <Ligne r={r} />
                ))}
              </ul>
            ) : (
              <p>Aucune rencontre n’est convoquée. L’agenda se remplit quand un pôle choisit sa date.</p>
            )}
            <p class="suite">
              <a href={agendaIcsUrl()}>S’abonner depuis un téléphone (iCalendar)</a>
            </p>
            <JsonLd
              donnees={{
                '@context': 'https://schema.org',
                '@graph': agenda.slice(0, 20).map((r) => enEvent(r, config.origine)),
              }}
            />
          </div>
        </Cadre>,
      )
    })
    .get(agendaIcsUrl(), async (c) => {
      const le = clock.now()
      // Un an en arrière : un agenda abonné garde ce qui s'est tenu. Ce qui vient se lit à part, pour qu'une année pleine ne l'en chasse pas.
      // D'un seul pôle, par son code ; un code inconnu est un agenda vide, qui se remplira. Un zéro n'entre pas dans un texte de la base.
      const pole = c.req.query('pole')?.replaceAll('\0', '').slice(0, 100)
      const lues = await db.lire(async (tx) => [
        ...(await agendaDesPoles(tx, new Date(le.getTime() - 365 * jours), pole)),
        ...(await agendaDesPoles(tx, le, pole)),
      ])
      const agenda = [...new Map(lues.map((r) => [r.id, r])).values()]
      const hote = new URL(config.origine).hostname
      return c.body(
        enIcs(
          pole === undefined
            ? 'Rencontres des pôles'
            : `Rencontres du ${direPole(agenda[0]?.pole ?? '')}`.trim(),
          agenda.map((r) => ({
            uid: `${r.id}@${hote}`,
            debut: r.debut,
            fin: r.fin,
            titre: `${r.titre}, ${r.pole}`,
            lieu: [r.hote, r.lieu].filter(Boolean).join(', '),
            description: r.acces,
            url: `${config.origine}${agendaUrl()}`,
            annule: r.etat === 'annulee',
          })),
          le,
        ),
        200,
        {
          'content-type': 'text/calendar; charset=utf-8',
          'content-disposition': 'inline; filename="agenda.ics"',
          'cache-control': 'public, max-age=600',
        },
      )
    })
