import type { Child } from 'hono/jsx'
import { PublicPage } from '#web/components.tsx'
import { pageContext } from '#web/context.ts'
import { accessibiliteUrl, aideUrl, aujourdhuiUrl, connexionUrl, donneesPersonnellesUrl } from '#web/links.ts'
import {
  actualitesRssUrl,
  actualitesUrl,
  agendaIcsUrl,
  agendaUrl,
  fluxRetoursUrl,
  formationsUrl,
  polesMetiersUrl,
  retoursUrl,
  unionUrl,
} from '../liens.ts'

const Pied = () => (
  <footer class="bas">
    <p>
      Coforme, logiciel libre des coopératives de formation. <a href={aideUrl()}>Aide</a>
    </p>
    <ul>
      <li>
        <a href={agendaIcsUrl()}>Agenda au format iCalendar</a>
      </li>
      <li>
        <a href={fluxRetoursUrl()}>Flux des retours</a>
      </li>
      <li>
        <a href={actualitesRssUrl()}>Flux des actualités</a>
      </li>
      <li>
        <a href={donneesPersonnellesUrl()}>Données personnelles</a>
      </li>
      <li>
        <a href={accessibiliteUrl()}>Accessibilité</a>
      </li>
    </ul>
  </footer>
)

/** Le cadre des pages publiques du portail. */
export const Cadre = (p: { title: string; description: string; canonique: string; children?: Child }) => {
  const { visiteur } = pageContext()
  return (
    <PublicPage
      title={p.title}
      description={p.description}
      canonique={p.canonique}
      nav={[
        { libelle: 'Union', href: unionUrl() },
        { libelle: 'Actualités', href: actualitesUrl() },
        { libelle: 'Pôles', href: polesMetiersUrl() },
        { libelle: 'Agenda', href: agendaUrl() },
        { libelle: 'Retours', href: retoursUrl() },
        { libelle: 'Formations', href: formationsUrl() },
        visiteur
          ? { libelle: 'Aujourd’hui', href: aujourdhuiUrl() }
          : { libelle: 'Se connecter', href: connexionUrl() },
      ]}
      plein
      foot={<Pied />}
    >
      {p.children}
    </PublicPage>
  )
}
