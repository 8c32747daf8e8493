import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { formaterDate } from '#kernel/dates.ts'
import { compter, majuscule } from '#kernel/texte.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import {
  agendaDesPoles,
  direMoment,
  direPole,
  type PoleOuvert,
  polesOuverts,
  type Rencontre,
  type RetourEnListe,
  rejoindreUrl,
  retourPublieUrl,
  retoursPublies,
} from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { derniereDeChacun, type VersionOuverte, versionsOuvertes } from '../db/livrables.ts'
import { type Nouvelle, nouvelles } from '../db/parutions.ts'
import {
  actualitesUrl,
  agendaIcsUrl,
  cooperativesUrl,
  formationsUrl,
  livrableOuvertUrl,
  livrablesUrl,
  polesMetiersUrl,
  retoursUrl,
  unionUrl,
} from '../liens.ts'
import { Cadre } from './cadre.tsx'
import { Chercher } from './chercher.page.tsx'
import { Nouvelles } from './nouvelles.tsx'
import { TroisPortes } from './pratique.tsx'
import { Tour } from './tour.tsx'

/** Une rencontre, en une phrase : où, comment y venir. */
export const direRencontre = (r: Rencontre): string =>
  [
    direMoment(r.debut, r.fin, r.zone),
    r.hote ? `chez ${r.hote}` : '',
    r.lieu || (r.format === 'visio' ? 'à distance' : ''),
  ]
    .filter(Boolean)
    .join(', ')

const Titre = ({ niveau, children }: { niveau: 2 | 3; children?: Child }) =>
  niveau === 2 ? <h2>{children}</h2> : <h3>{children}</h3>

export const ListeRetours = ({
  retours,
  niveau = 3,
}: {
  retours: readonly RetourEnListe[]
  niveau?: 2 | 3
}) => (
  <ol class="retours">
    {retours.map((t) => (
      <li>
        <p class="quand">
          <time datetime={t.contenu.jour}>{formaterDate(t.contenu.jour)}</time>
        </p>
        <div>
          <Titre niveau={niveau}>
            <a href={retourPublieUrl({ adresse: t.adresse })}>{t.contenu.titre}</a>
          </Titre>
          <p>{t.contenu.chapo}</p>
        </div>
      </li>
    ))}
  </ol>
)

const Chantiers = ({ pole, retours }: { pole: PoleOuvert; retours: readonly RetourEnListe[] }) => {
  const groupes = retours
    .filter((t) => t.contenu.code === pole.code)
    .flatMap((t) => t.contenu.groupes)
    .slice(0, 8)
  return (
    <section class="sect" aria-labelledby={`pole-${pole.code}`}>
      <div class="sect-h">
        <h2 id={`pole-${pole.code}`}>{pole.nom}</h2>
      </div>
      <div>
        <p class="lede">{pole.raison}</p>
        {groupes.length > 0 ? (
          <ol class="chantiers">
            {groupes.map((g) => (
              <li>
                <h3>{g.nom}</h3>
                <p>{g.mandat}</p>
              </li>
            ))}
          </ol>
        ) : null}
        <p class="rdv-do">
          {compter(pole.membres, 'coopérative')} en {pole.membres > 1 ? 'sont' : 'est'}.{' '}
          {peutSuivre('pole.participer') ? (
            <a href={rejoindreUrl({ pole: pole.code })}>Rejoindre le {direPole(pole.nom)}</a>
          ) : null}
        </p>
      </div>
    </section>
  )
}

type VueProps = {
  poles: readonly PoleOuvert[]
  prochaine: Rencontre | undefined
  retours: readonly RetourEnListe[]
  actualites: readonly Nouvelle[]
  livrables: readonly VersionOuverte[]
  origine: string
}
const Vue = ({ poles, prochaine, retours, actualites, livrables, origine }: VueProps) => (
  <Cadre
    title="Union régionale"
    description="Les pôles des Scop et des Scic : leurs rendez-vous, leurs décisions, ce qu’elles mettent en commun."
    canonique={`${origine}${unionUrl()}`}
  >
    <section class={prochaine ? 'accueil' : 'accueil seul'} aria-labelledby="bienvenue">
      <div class="accueil-b">
        <h1 id="bienvenue">Bienvenue sur le site de votre Union régionale</h1>
        <p class="lede">
          Des coopératives qui travaillent, décident et apprennent ensemble. Ici, leurs rendez-vous, leurs
          décisions et ce qu’elles mettent en commun.
        </p>
        {prochaine ? (
          <div class="rdv">
            <h2>
              {prochaine.titre}, {prochaine.pole}
            </h2>
            <p>
              {majuscule(direRencontre(prochaine))}. {prochaine.acces}
            </p>
            <p class="rdv-do">
              {peutSuivre('pole.participer') ? (
                <a class="button call" href={rejoindreUrl({ pole: prochaine.code })}>
                  Dire que ma coopérative vient
                </a>
              ) : null}{' '}
              <a href={agendaIcsUrl()}>Mettre à l’agenda</a>
            </p>
          </div>
        ) : null}
      </div>
      {prochaine ? <Tour r={prochaine} /> : null}
    </section>
    {poles.slice(0, 4).map((p) => (
      <Chantiers pole={p} retours={retours} />
    ))}
    {poles.length > 4 ? (
      <section class="sect" aria-labelledby="tous-poles">
        <div class="sect-h">
          <h2 id="tous-poles">Tous les pôles</h2>
        </div>
        <p>
          <a href={polesMetiersUrl()}>{compter(poles.length, 'pôle ouvert')}</a>
        </p>
      </section>
    ) : null}
    <section class="sect" aria-labelledby="retours">
      <div class="sect-h">
        <h2 id="retours">Retour sur…</h2>
      </div>
      <div>
        {retours.length > 0 ? (
          <ListeRetours retours={retours.slice(0, 3)} />
        ) : (
          <p>Chaque rencontre d’un pôle aura ici son retour : qui est venu, ce qui s’est dit, ce qui suit.</p>
        )}
        {retours.length > 3 ? (
          <p>
            <a href={retoursUrl()}>Tous les retours</a>
          </p>
        ) : null}
      </div>
    </section>
    {livrables.length > 0 ? (
      <section class="sect" aria-labelledby="livrables">
        <div class="sect-h">
          <h2 id="livrables">À reprendre</h2>
          <p class="sub">
            <a href={livrablesUrl()}>Tous les livrables</a>
          </p>
        </div>
        <ol class="chantiers">
          {livrables.map((v) => (
            <li>
              <h3>
                <a href={livrableOuvertUrl({ livrable: v.livrable })}>{v.titre}</a>
              </h3>
              <p>{v.note || v.groupe}</p>
            </li>
          ))}
        </ol>
      </section>
    ) : null}
    {actualites.length > 0 ? (
      <section class="sect" aria-labelledby="actualites">
        <div class="sect-h">
          <h2 id="actualites">Actualités</h2>
          <p class="sub">
            <a href={actualitesUrl()}>Toutes les actualités</a>
          </p>
        </div>
        <Nouvelles nouvelles={actualites} />
      </section>
    ) : null}
    <section class="sect" aria-labelledby="trouver">
      <div class="sect-h">
        <h2 id="trouver">Trouver une coopérative</h2>
      </div>
      <div>
        <Chercher id="union" />
        <p class="suite">
          <a href={cooperativesUrl()}>L’annuaire et sa carte</a>
        </p>
      </div>
    </section>
    <section class="sect" aria-labelledby="se-former">
      <div class="sect-h">
        <h2 id="se-former">Se former</h2>
      </div>
      <p>
        <a href={formationsUrl()}>Les formations des coopératives</a>, telles qu’elles les ont publiées.
      </p>
    </section>
    <TroisPortes poles={poles} />
  </Cadre>
)

/** `/union` : l'accueil public de l'Union. Il ne voit que ce qui est publié. */
export const unionPage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) =>
  new Hono<Env>().get(unionUrl(), async (c) => {
    const { poles, agenda, retours, actualites, livrables } = await db.lire(async (tx) => ({
      poles: await polesOuverts(tx),
      agenda: await agendaDesPoles(tx, clock.now()),
      retours: await retoursPublies(tx, { limite: 12 }),
      actualites: await nouvelles(tx, clock.now(), 4),
      livrables: derniereDeChacun(await versionsOuvertes(tx)).slice(0, 3),
    }))
    return c.html(
      <Vue
        poles={poles}
        prochaine={agenda.find((r) => r.etat === 'convoquee')}
        retours={retours}
        actualites={actualites}
        livrables={livrables}
        origine={config.origine}
      />,
    )
  })
