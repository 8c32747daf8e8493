// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: <kbd> ne prend pas la main
// biome-ignore-all lint/a11y/useSemanticElements: <search> n’est pas encore dit par tous les lecteurs d’écran
import type { Child } from 'hono/jsx'
import { dateCivile, formaterDate } from '#kernel/dates.ts'
import { chapitreDe } from '#web/aide-des-pages.ts'
import { HtmlDocument } from '#web/components/html-document.tsx'
import { FlashMessage, RefusBlock, SansEnvoi } from '#web/components/messages.tsx'
import { pageContext } from '#web/context.ts'
import { groupesDuSommaire, type Visiteur } from '#web/env.ts'
import type { Refus } from '#web/form-state.ts'
import type { Flash } from '#web/http/flash.ts'
import {
  accessibiliteUrl,
  accueilUrl,
  aideUrl,
  aujourdhuiUrl,
  chapitreUrl,
  compteUrl,
  donneesPersonnellesUrl,
  organismesUrl,
  rechercheUrl,
  withQuery,
} from '#web/links.ts'
import type { NavigationEntry } from '#web/module.ts'

export type Crumb = {
  readonly libelle: string
  readonly href: string
  /** Absente : chacun peut suivre ce lien. Demandée quand la page se rend, à qui la regarde. */
  readonly si?: () => boolean
}

/** L'entrée du sommaire où l'on se trouve : la plus longue adresse dont la nôtre est la suite. */
export const currentEntry = (
  entries: readonly NavigationEntry[],
  path: string,
): NavigationEntry | undefined =>
  entries
    .filter((e) => path === e.href || (e.href !== '/' && path.startsWith(`${e.href}/`)))
    .sort((a, b) => b.href.length - a.href.length)[0]

const visibles = (
  entries: readonly NavigationEntry[],
  visiteur: Visiteur | undefined,
): readonly NavigationEntry[] =>
  entries
    .filter((e) => e.roles === undefined || e.roles.some((r) => visiteur?.roles.includes(r)))
    .filter((e) => !e.cae || visiteur?.cae)
    .toSorted((a, b) => a.rang - b.rang)

/** Huit entrées, et sous chacune les siennes : on ne voit que celles de l’entrée où l’on est. Les autres restent à une touche (`raccourcis`). */
const Side = ({ entries, path }: { entries: readonly NavigationEntry[]; path: string }) => {
  const ici = currentEntry(entries, path)
  const courant = (e: NavigationEntry) => (e === ici ? (e.href === path ? 'page' : 'true') : undefined)
  return (
    <nav class="side" id="sommaire" popover="auto" aria-label="Sommaire">
      <ul>
        {Object.entries(groupesDuSommaire).map(([groupe, titre]) => {
          const siennes = entries.filter((e) => e.groupe === groupe)
          const [premiere] = siennes
          if (!premiere) return null
          const dedans = ici !== undefined && siennes.includes(ici)
          const seule = siennes.length === 1
          return (
            <li class={dedans ? 'ici' : undefined}>
              <a href={premiere.href} aria-current={seule ? courant(premiere) : dedans ? 'true' : undefined}>
                {titre}
              </a>
              {seule ? null : (
                <ul>
                  {siennes.map((e) => (
                    <li>
                      <a href={e.href} aria-current={courant(e)}>
                        {e.libelle}
                      </a>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          )
        })}
      </ul>
      <p class="side-aide">
        <AideDIci />
      </p>
      <button class="button side-close" type="button" popovertarget="sommaire" popovertargetaction="hide">
        Fermer le sommaire
      </button>
    </nav>
  )
}

/** Où l’on est : les pages du dessus, puis celle-ci. */
export const Path = ({ chemin, title }: { chemin: readonly Crumb[]; title: string }) => (
  <nav class="path" aria-label="Fil d’Ariane">
    <ol>
      {chemin.map((c) => (
        <li>
          <a href={c.href}>{c.libelle}</a>
        </li>
      ))}
      <li aria-current="page">{title}</li>
    </ol>
  </nav>
)

const Search = () => (
  <form class="search" role="search" action={rechercheUrl()}>
    <label class="unseen" for="q">
      Chercher une personne, une session, une pièce, une facture, un article de l’aide
    </label>
    <input
      id="q"
      name="q"
      type="search"
      placeholder="Personne, session, pièce, facture"
      aria-keyshortcuts="/"
    />
    <kbd aria-hidden="true">/</kbd>
    <button class="unseen" type="submit">
      Chercher
    </button>
  </form>
)

/** En CAE, pour qui l'on agit ; le lien en change et ramène ici. */
const Enseigne = ({ visiteur }: { visiteur: Visiteur }) => {
  const { path, retour } = pageContext()
  const plusieurs = (visiteur.enseignes ?? 0) > 1
  if (!plusieurs) return visiteur.enseigne ? <span class="sub">pour {visiteur.enseigne.nom}</span> : null
  const url = withQuery(organismesUrl(), { suite: path === organismesUrl() ? undefined : retour })
  return (
    <span class="sub">
      {visiteur.enseigne ? (
        <>
          pour <a href={url}>{visiteur.enseigne.nom}</a>
        </>
      ) : (
        <a href={url}>Choisir une enseigne</a>
      )}
    </span>
  )
}

/** Un accès qui finit le dit partout : personne ne découvre un matin que la porte est fermée. */
const Terme = ({ visiteur: { jusque, lectureSeule } }: { visiteur: Visiteur }) => {
  const jour = jusque === undefined ? undefined : dateCivile(jusque)
  if (!jour) return null
  return (
    <span class="sub">
      {' '}
      {lectureSeule ? 'lecture seule, ' : ''}jusqu’au {formaterDate(jour)}
    </span>
  )
}

/** Le chapitre de l'aide qui parle de cette page : à côté de ce que l'on fait, et non au bout d'un menu. */
const AideDIci = () => {
  const chapitre = chapitreDe(pageContext().path)
  return chapitre === undefined ? null : <a href={chapitreUrl({ chapitre })}>Aide de cette page</a>
}

export const Foot = ({ classe = 'foot' }: { classe?: string }) => (
  <footer class={classe}>
    <p>
      Coforme, logiciel libre des coopératives de formation. <a href={aideUrl()}>Aide</a>,{' '}
      <a href={accessibiliteUrl()}>accessibilité</a>,{' '}
      <a href={donneesPersonnellesUrl()}>données personnelles</a>.
    </p>
  </footer>
)

export type PageProps = {
  /** Titre de la page, et dernier mot du fil. */
  readonly title: string
  /** Le grand titre, s'il diffère de `title`. */
  readonly heading?: Child
  /** Faux : la page compose son propre en-tête (« Aujourd'hui »). */
  readonly header?: boolean
  readonly lede?: Child
  /** Sous le titre : `<Facts>`. */
  readonly facts?: Child
  /** De la racine jusqu'à la page, sans elle : un chemin, pas un historique. */
  readonly path?: readonly Crumb[]
  /** Le refus d'un formulaire : `form.alert`. */
  readonly alert?: Refus | undefined
  readonly flash?: Flash | undefined
  readonly islands?: readonly string[]
  readonly children?: Child
}

/** Une page de l'application, dans le cadre : sommaire, fil, recherche, personne. */
export const Page = (props: PageProps) => {
  const { title, heading, header = true, lede, facts, path: crumbs = [], alert, islands, children } = props
  const chemin = crumbs.filter((c) => c.si?.() ?? true)
  const { path, visiteur, navigation, flash } = pageContext()
  const maison = visiteur?.organisme?.nom ?? 'Coforme'
  const message = props.flash ?? flash
  const entries = visiteur ? visibles(navigation, visiteur) : []
  return (
    <HtmlDocument
      title={[title, ...new Set([maison, 'Coforme'])].join(' · ')}
      classe="frame"
      islands={islands}
    >
      <header class="top">
        <p class="house">
          <a href={visiteur ? aujourdhuiUrl() : accueilUrl()}>{maison}</a>
          {visiteur ? <Enseigne visiteur={visiteur} /> : null}
        </p>
        <button class="button top-menu" type="button" popovertarget="sommaire">
          Sommaire
        </button>
        <Path chemin={chemin} title={title} />
        {visiteur ? <Search /> : null}
        <p class="me">
          {visiteur ? <a href={compteUrl()}>{visiteur.nom}</a> : null}
          {visiteur ? <Terme visiteur={visiteur} /> : null}
        </p>
      </header>
      <Side entries={entries} path={path} />
      <main id="contenu" tabindex={-1}>
        {visiteur?.assistance ? (
          <p class="flash mal">
            <strong>Session d’assistance.</strong> Lecture seule, bornée, inscrite au journal de la
            coopérative.
          </p>
        ) : null}
        {message ? <FlashMessage flash={message} /> : null}
        <SansEnvoi />
        {header ? (
          <header class="tete">
            <h1>{heading ?? title}</h1>
            {lede ? <p class="lede">{lede}</p> : null}
            {facts}
          </header>
        ) : null}
        {alert ? <RefusBlock refus={alert} /> : null}
        {children}
      </main>
      <Foot />
    </HtmlDocument>
  )
}

export type PublicPageProps = {
  readonly title: string
  readonly maison?: string
  readonly description?: string
  readonly canonique?: string
  readonly nav?: readonly Crumb[]
  /** Vrai : la page fournit ses sections pleine largeur (l'accueil du portail) et son h1. */
  readonly plein?: boolean
  readonly lede?: Child
  readonly alert?: Refus | undefined
  readonly islands?: readonly string[]
  readonly children?: Child
  /** Remplace le pied commun. */
  readonly foot?: Child
}

/** Une page sans compte : site public, connexion, vérification, erreur. */
export const PublicPage = (props: PublicPageProps) => {
  const { title, maison = 'Coforme', nav = [], plein = false, lede, alert, islands, children, foot } = props
  const { flash } = pageContext()
  return (
    <HtmlDocument
      title={title === maison ? title : `${title} · ${maison}`}
      classe="public portail"
      description={props.description}
      canonique={props.canonique}
      islands={islands}
    >
      <header class="haut">
        <p class="house">
          <a href={accueilUrl()}>{maison}</a>
        </p>
        {nav.length > 0 ? (
          <nav aria-label="Principal">
            <ul>
              {nav.map((n) => (
                <li>
                  <a href={n.href}>{n.libelle}</a>
                </li>
              ))}
            </ul>
          </nav>
        ) : null}
      </header>
      <main id="contenu" tabindex={-1}>
        {plein ? (
          children
        ) : (
          <div class="lecture etroite">
            {flash ? <FlashMessage flash={flash} /> : null}
            <SansEnvoi />
            <header class="tete">
              <h1>{title}</h1>
              {lede ? <p class="lede">{lede}</p> : null}
            </header>
            {alert ? <RefusBlock refus={alert} /> : null}
            {children}
          </div>
        )}
      </main>
      {foot ?? <Foot classe="bas" />}
    </HtmlDocument>
  )
}

/** La page d'un téléphone au moment de signer : une seule chose, sans menu ni compte. */
export const SignaturePage = (props: {
  readonly title: string
  /** La coopérative qui fait signer. */
  readonly maison: string
  /** Action, intervenant, lieu. */
  readonly contexte?: Child
  readonly alert?: Refus | undefined
  readonly islands?: readonly string[]
  readonly manifeste?: string
  readonly children?: Child
}) => {
  const { flash } = pageContext()
  return (
    <HtmlDocument
      title={`${props.title} · ${props.maison}`}
      classe="public signer"
      islands={props.islands}
      manifeste={props.manifeste}
    >
      <main id="contenu" class="ecrans seul" tabindex={-1}>
        <article class="ecran">
          <p class="ecran-h">{props.maison}</p>
          {props.contexte ? <p class="sub">{props.contexte}</p> : null}
          {flash ? <FlashMessage flash={flash} /> : null}
          <h1>{props.title}</h1>
          {props.alert ? <RefusBlock refus={props.alert} /> : null}
          {props.children}
        </article>
      </main>
    </HtmlDocument>
  )
}
