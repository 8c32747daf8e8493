import type { Child } from 'hono/jsx'
import { dansVotreBoite, FlashMessage, PublicPage, RefusBlock } from '#web/components.tsx'
import { pageContext } from '#web/context.ts'
import type { Refus } from '#web/form.ts'
import { accessibiliteUrl, aideUrl, aujourdhuiUrl, connexionUrl, donneesPersonnellesUrl } from '#web/links.ts'
import {
  actualitesRssUrl,
  actualitesUrl,
  agendaIcsUrl,
  agendaUrl,
  cooperativesUrl,
  ecrireUrl,
  fluxRetoursUrl,
  formationsUrl,
  lettreUrl,
  livrablesUrl,
  mentionsUrl,
  polesMetiersUrl,
  retoursUrl,
  unionUrl,
} from '../liens.ts'

/** Au pied de chaque page publique ; `demo` : les comptes pour essayer. */
export const Pied = ({ demo = false }: { demo?: boolean }) => (
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
        <a href={livrablesUrl()}>Livrables des pôles</a>
      </li>
      <li>
        <a href={lettreUrl()}>Lettre de l’Union</a>
      </li>
      <li>
        <a href={ecrireUrl()}>Écrire à votre délégué·e</a>
      </li>
      <li>
        <a href={mentionsUrl()}>Mentions légales</a>
      </li>
      <li>
        <a href={donneesPersonnellesUrl()}>Données personnelles</a>
      </li>
      <li>
        <a href={accessibiliteUrl()}>Accessibilité</a>
      </li>
    </ul>
    {demo ? (
      <p>
        Ceci est une démonstration : les coopératives et les personnes sont inventées.{' '}
        <a href={aideUrl()}>Les comptes pour l’essayer</a>
      </p>
    ) : null}
  </footer>
)

/** Le cadre des pages publiques du portail. */
export const Cadre = (p: { title: string; description: string; canonique: string; children?: Child }) => {
  const { visiteur, union } = pageContext()
  return (
    <PublicPage
      title={p.title}
      {...(union ? { maison: union } : {})}
      description={p.description}
      canonique={p.canonique}
      nav={[
        { libelle: 'Union', href: unionUrl() },
        { libelle: 'Actualités', href: actualitesUrl() },
        { libelle: 'Coopératives', href: cooperativesUrl() },
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

/** Une page publique qui demande ou qui répond : étroite, avec son titre et son refus. */
export const CadreEtroit = (p: {
  title: string
  lede?: Child
  description?: string
  canonique: string
  alert?: Refus | undefined
  children?: Child
}) => {
  const { flash } = pageContext()
  return (
    <Cadre title={p.title} description={p.description ?? p.title} canonique={p.canonique}>
      <div class="lecture etroite">
        {flash ? <FlashMessage flash={flash} /> : null}
        <header class="tete">
          <h1>{p.title}</h1>
          {p.lede ? <p class="lede">{p.lede}</p> : null}
        </header>
        {p.alert ? <RefusBlock refus={p.alert} /> : null}
        {p.children}
      </div>
    </Cadre>
  )
}

/** Après un envoi sans compte : rien n’est transmis avant que l’adresse soit prouvée. */
export const ConfirmerParCourriel = ({ canonique }: { canonique: string }) => (
  <CadreEtroit
    {...dansVotreBoite(
      'Un courriel vient de partir. Le message sera transmis dès que vous aurez confirmé votre adresse.',
    )}
    canonique={canonique}
  >
    <p>Rien au bout de quelques minutes ? Regardez parmi les indésirables.</p>
  </CadreEtroit>
)
