/**
 * « Aujourd’hui » : qui est en formation, ce qui attend la personne, et dans la marge ce qui vient. Rien ne se lit ici : chaque module
 * apporte sa part, et `ranger-journee.ts` dit l’ordre.
 */
import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { type DateCivile, formaterJourProche, semaineIso } from '#kernel/dates.ts'
import { accorder, compter, majuscule } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerConnexion } from '#modules/comptes/index.ts'
import { planningUrl, sessionsUrl } from '#modules/sessions/index.ts'
import type { Services } from '#platform/services.ts'
import { AFaireListe, ButtonLink, Empty, Etat, Marques, Page, UnClic } from '#web/components.tsx'
import type {
  AFaire,
  Contributions,
  Echeance,
  Encart,
  ReleveDeLaNuit,
  SeanceDuJour,
} from '#web/contributions.ts'
import type { Env } from '#web/env.ts'
import { aujourdhuiUrl } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  ATTENTES_MONTREES,
  compterLaJournee,
  ECHEANCES_MONTREES,
  GESTES_MONTRES,
  repartir,
} from '../ranger-journee.ts'
import { LaJournee } from './journee.tsx'

type Journee = {
  readonly jour: DateCivile
  readonly seances: readonly SeanceDuJour[]
  readonly aVous: readonly AFaire[]
  readonly echeances: readonly Echeance[]
  readonly attentes: readonly Echeance[]
  readonly encarts: readonly Encart[]
  readonly releves: readonly ReleveDeLaNuit[]
}

/** « 9 signatures sur 12, possibles jusqu’à 14 h 30 », après ses formes ; sans personne, la phrase seule. */
const Compte = ({ s }: { readonly s: SeanceDuJour }) => {
  const phrase = (
    <>
      {s.compte.fort ? <strong>{s.compte.fort}</strong> : null}
      {s.compte.suite}
    </>
  )
  return s.marques.length > 0 ? <Marques etats={s.marques}>{phrase}</Marques> : <p>{phrase}</p>
}

const Seances = ({ seances }: Pick<Journee, 'seances'>) =>
  seances.length === 0 ? (
    <Empty
      titre="Personne n’est en formation aujourd’hui."
      gestes={<ButtonLink href={sessionsUrl()}>Voir les sessions</ButtonLink>}
    >
      Un jour sans séance est un bon jour pour préparer la prochaine, ou pour boire un café à plusieurs.
    </Empty>
  ) : (
    <ol class="creneaux">
      {seances.map((s) => (
        <li class="creneau">
          <p class="creneau-h">
            {s.debut} <span>{s.fin}</span>
          </p>
          <div>
            <h3>
              <a href={s.href}>{s.intitule}</a>
            </h3>
            <p class="sub">{s.detail}</p>
            <Compte s={s} />
            {s.restent ? (
              <p>
                {s.restent.phrase}
                {s.restent.renvoyer && !s.restent.renvoyer.direct ? (
                  <>
                    {' '}
                    <a href={s.restent.renvoyer.href}>
                      {s.restent.renvoyer.geste}
                      <span class="unseen"> pour « {s.intitule} »</span>
                    </a>
                  </>
                ) : null}
              </p>
            ) : null}
            {s.restent?.renvoyer?.direct ? (
              <UnClic direct={s.restent.renvoyer.direct} genre="link" pour={`pour « ${s.intitule} »`} />
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  )

const AVous = ({ aVous }: Pick<Journee, 'aVous'>) => {
  if (aVous.length === 0)
    return (
      <Empty titre="Rien ne vous attend.">Tout ce qui devait être signé ou émis l’est. Profitez-en.</Empty>
    )
  // Un seul de plus se montre : replier une ligne n’en épargne aucune.
  const montres = aVous.length <= GESTES_MONTRES + 1 ? aVous.length : GESTES_MONTRES
  const reste = aVous.slice(montres)
  return (
    <div>
      <AFaireListe gestes={aVous.slice(0, montres)} appel />
      {reste.length > 0 ? (
        <details class="reste">
          <summary>Tout ce qui vous attend : {compter(reste.length, 'autre geste')}</summary>
          <AFaireListe gestes={reste} />
        </details>
      ) : null}
    </div>
  )
}

const Releve = ({ r }: { r: ReleveDeLaNuit }) => (
  <section class="sect" aria-labelledby="releve">
    <h2 class="sect-h" id="releve">
      Relevé de la nuit
    </h2>
    <div>
      <p class="sub">{r.phrase}</p>
      {r.lignes.length === 0 ? (
        <p>Rien n’est ouvert.</p>
      ) : (
        <ul class="trous">
          {r.lignes.map((l) => (
            <li class="trou">
              <p>
                <Etat etat={l.etat} />
              </p>
              <div>
                <p>
                  <a href={l.href}>{l.sujet}</a> : {l.phrase}
                </p>
                <p class="sub">
                  {l.qui}. <a href={l.remede}>{l.geste}</a>
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={r.tous.href}>{r.tous.libelle}</a>
      </p>
    </div>
  </section>
)

const Dates = ({ dates, jour }: { readonly dates: readonly Echeance[]; readonly jour: DateCivile }) => (
  <ol class="dates">
    {dates.map((e) => (
      <li>
        <p class="dates-d">
          <time datetime={e.jour}>{formaterJourProche(e.jour, jour)}</time>
        </p>
        <p>
          {e.href ? <a href={e.href}>{e.chose}</a> : e.chose}
          {e.suite}
        </p>
      </li>
    ))}
  </ol>
)

/** Après ce que la loi et les engagements datent : une ligne par session, les premières. */
const Attentes = ({ attentes, jour }: Pick<Journee, 'attentes' | 'jour'>) =>
  attentes.length === 0 ? null : (
    <>
      <h3 class="dates-h">Ce que les sessions attendent</h3>
      <Dates dates={attentes.slice(0, ATTENTES_MONTREES)} jour={jour} />
      {attentes.length > ATTENTES_MONTREES ? (
        <p>
          <a href={planningUrl()}>Voir les sessions suivantes au planning</a>
        </p>
      ) : null}
    </>
  )

const Echeances = ({ echeances, attentes, jour }: Pick<Journee, 'echeances' | 'attentes' | 'jour'>) => {
  const reste = echeances.slice(ECHEANCES_MONTREES)
  return (
    <Marge id="echeances" titre="Échéances">
      {echeances.length + attentes.length === 0 ? (
        <p>Aucune date ne presse dans les six mois qui viennent.</p>
      ) : null}
      {echeances.length === 0 ? null : <Dates dates={echeances.slice(0, ECHEANCES_MONTREES)} jour={jour} />}
      {reste.length > 0 ? (
        <details class="reste">
          <summary>
            {compter(reste.length, 'date plus lointaine', { pluriel: 'dates plus lointaines' })}
          </summary>
          <Dates dates={reste} jour={jour} />
        </details>
      ) : null}
      <Attentes attentes={attentes} jour={jour} />
    </Marge>
  )
}

const Marge = ({
  id,
  titre,
  children,
}: {
  readonly id: string
  readonly titre: string
  readonly children?: Child
}) => (
  <section aria-labelledby={id}>
    <h2 class="rail-h" id={id}>
      {titre}
    </h2>
    {children}
  </section>
)

/** Trois comptes, et rien de ce qui est nul : un jour sans session le dit plus bas, en une phrase. */
const Resume = ({ seances, aVous }: Pick<Journee, 'seances' | 'aVous'>) => {
  const { sessions, stagiaires } = compterLaJournee(seances)
  return (
    <ul class="resume">
      {sessions > 0 ? (
        <>
          <li>
            <b>{sessions}</b> {accorder(sessions, 'session')}
          </li>
          <li>
            <b>{stagiaires}</b> {accorder(stagiaires, 'stagiaire')}
          </li>
        </>
      ) : null}
      {aVous.length > 0 ? (
        <li>
          <b>{aVous.length}</b> {aVous.length > 1 ? 'gestes pour vous' : 'geste pour vous'}
        </li>
      ) : (
        <li>rien ne vous attend</li>
      )}
    </ul>
  )
}

const Aujourdhui = (j: Journee) => {
  const { annee, semaine } = semaineIso(j.jour)
  return (
    <Page title="Aujourd’hui" header={false}>
      <header class="une">
        <p class="une-note">
          {annee}, semaine {semaine}
        </p>
        <h1>{majuscule(formaterJourProche(j.jour, j.jour, 'long'))}</h1>
        <Resume seances={j.seances} aVous={j.aVous} />
        <LaJournee seances={j.seances} />
      </header>
      <div class="deux">
        <div class="deux-a">
          <section class="sect" aria-labelledby="en-formation">
            <h2 class="sect-h" id="en-formation">
              En formation
            </h2>
            <Seances seances={j.seances} />
          </section>
          <section class="sect" aria-labelledby="a-vous">
            <h2 class="sect-h" id="a-vous">
              À vous
            </h2>
            <AVous aVous={j.aVous} />
          </section>
          {j.releves.map((r) => (
            <Releve r={r} />
          ))}
        </div>
        <aside class="deux-b" aria-label="Échéances et nouvelles">
          <Echeances echeances={j.echeances} attentes={j.attentes} jour={j.jour} />
          {j.encarts.map((e) => (
            <Marge id={e.id} titre={e.titre}>
              {e.contenu}
            </Marge>
          ))}
        </aside>
      </div>
    </Page>
  )
}

/** La journée de la coopérative : qui est en formation, qui a signé, ce qui attend la personne, ce qui vient. */
export const aujourdhuiPage = ({ db, clock }: Services, contributions: readonly Contributions[]): Hono<Env> =>
  new Hono<Env>().get(aujourdhuiUrl(), exigerConnexion(), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const regard = { visiteur, maintenant: clock.now() }
      const jour = jourLocal(regard.maintenant, ZONE_PAR_DEFAUT)
      // Toutes ensemble : aucune ne dépend d’une autre, et une transaction les envoie à la suite sans attendre chaque réponse.
      const parts = await Promise.all(
        contributions.map((apport) =>
          Promise.all([
            apport.seancesDuJour?.(tx, regard),
            apport.aFaire?.(tx, regard),
            apport.echeances?.(tx, regard),
            apport.encart?.(tx, regard),
            apport.releve?.(tx, regard),
          ]),
        ),
      )
      const encarts = parts.flatMap(([, , , encart]) => encart ?? []).toSorted((a, b) => a.rang - b.rang)
      return c.html(
        <Aujourdhui
          jour={jour}
          seances={parts.flatMap(([seances]) => seances ?? [])}
          encarts={encarts}
          releves={parts.flatMap(([, , , , releve]) => releve ?? [])}
          {...repartir(
            parts.flatMap(([, aFaire]) => aFaire ?? []),
            parts.flatMap(([, , dates]) => dates ?? []),
            encarts,
            jour,
          )}
        />,
      )
    }),
  )
