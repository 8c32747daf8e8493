/** Les questionnaires d’une session : chacun à son jour, envoyé à la main ou seul, et ce qui en est revenu. */
import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { estSienne, type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import { Button, Empty, Etat, Form, Page, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, choix } from '#web/fields.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { conflict, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Campagne, campagnesDeSession, estClose } from '../db/campagnes.ts'
import { lireReglage } from '../db/reglage.ts'
import {
  type Genre,
  genres,
  genresDeSession,
  listeGenres,
  sansEnvoi,
  seulementEnApprentissage,
} from '../domain/genres.ts'
import { jourDEnvoi, type Reglage, verifierMoment } from '../domain/moments.ts'
import { direPart, part } from '../domain/resultats.ts'
import { datesTenues, ouvrirCampagne, sansRepondant } from '../gestes/ouvrir-campagne.ts'
import { aujourdhui } from '../gestes/repondre.ts'
import { campagneUrl, modelePretUrl, questionnairesDeSessionUrl } from '../liens.ts'
import { ecrit, sessionPour } from './commun.ts'

type Ligne = {
  readonly genre: Genre
  readonly campagne: Campagne | undefined
  /** Les recueils de ce genre qui l’ont précédé, clos. */
  readonly anciens: readonly Campagne[]
  readonly quand: DateCivile
  readonly gene: string | undefined
  /** Pourquoi il n’y a personne à qui le demander. */
  readonly personne: string | undefined
}

const lignesDe = (
  session: SessionLue,
  campagnes: readonly Campagne[],
  r: Reglage,
  jour: DateCivile,
  sans: ReadonlyMap<Genre, string>,
): Ligne[] => {
  const dates = datesTenues(session)
  if (!dates) return []
  return genresDeSession
    .filter((g) => !seulementEnApprentissage.has(g) || session.nature === 'apprentissage')
    .map((genre): Ligne => {
      const moment = verifierMoment(genre, dates, jour)
      return {
        genre,
        campagne: campagnes.findLast((c) => c.genre === genre),
        anciens: campagnes.filter((c) => c.genre === genre).slice(0, -1),
        quand: jourDEnvoi(genre, dates, r),
        gene: moment.ok ? undefined : moment.error.phrase,
        personne: sans.get(genre),
      }
    })
    .toSorted((a, b) => a.quand.localeCompare(b.quand))
}

const EtatLigne = ({ l, jour, auto }: { l: Ligne; jour: string; auto: readonly Genre[] }) => {
  const { campagne: k } = l
  if (k)
    return (
      <>
        <Etat
          etat={
            k.reponses === 0
              ? estClose(k, jour)
                ? 'manquant'
                : 'a-venir'
              : k.reponses < k.demandes
                ? 'partiel'
                : 'prouve'
          }
          mot={`${k.reponses} sur ${k.demandes}`}
        />{' '}
        <span class="sub">
          {k.sollicites > 0 ? `${direPart(part(k.reponses, k.sollicites))} de réponse, ` : ''}
          {estClose(k, jour) ? 'clos' : `jusqu’au ${formaterDate(k.fermeLe, 'court')}`}
        </span>
      </>
    )
  if (l.gene)
    return (
      <Etat
        etat={l.quand < jour ? 'sans-objet' : 'a-venir'}
        mot={l.quand < jour ? 'trop tard' : 'à son jour'}
      />
    )
  if (l.personne && l.quand <= jour) return <Etat etat="sans-objet" mot="personne à qui le demander" />
  if (l.quand > jour)
    return <Etat etat="a-venir" mot={auto.includes(l.genre) ? 'partira seul' : 'à son jour'} />
  return <Etat etat="manquant" mot={sansEnvoi(l.genre) ? 'à ouvrir' : 'à envoyer'} />
}

const Vue = ({
  session,
  lignes,
  jour,
  reglage,
  envoie,
}: {
  session: SessionLue
  lignes: readonly Ligne[]
  jour: string
  reglage: Reglage
  envoie: boolean
}) => (
  <Page
    title="Questionnaires"
    lede={`${session.intitule}. Chacun part une fois, à son jour ; qui n’a pas répondu est rappelé, un nombre fini de fois.`}
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: session.numero, href: sessionUrl({ session: session.id }) },
    ]}
  >
    {lignes.length === 0 ? (
      <Empty titre="Cette session n’a pas encore de dates">
        Les questionnaires se placent par rapport au premier et au dernier jour.
      </Empty>
    ) : (
      <Table
        legende="Questionnaires de la session"
        lignes={lignes}
        colonnes={[
          {
            titre: 'Questionnaire',
            entete: true,
            cell: (l) =>
              l.campagne ? (
                <>
                  <a href={campagneUrl({ campagne: l.campagne.id })}>{genres[l.genre].titre}</a>
                  {l.anciens.map((k, i) => (
                    <small>
                      <a href={campagneUrl({ campagne: k.id })}>
                        recueil {i + 1}, ouvert le {formaterDate(aujourdhui(k.ouverteLe), 'court')}
                      </a>
                    </small>
                  ))}
                </>
              ) : (
                <a href={modelePretUrl({ genre: l.genre })}>{genres[l.genre].titre}</a>
              ),
          },
          { titre: 'Son jour', cell: (l) => formaterDate(l.quand, 'court') },
          { titre: 'Où il en est', cell: (l) => <EtatLigne l={l} jour={jour} auto={reglage.automatiques} /> },
          {
            titre: 'Geste',
            cell: (l) => {
              if (!envoie) return null
              if (l.campagne && estClose(l.campagne, jour))
                return sansEnvoi(l.genre) || l.gene ? null : (
                  <Form form={emptyForm()} classe="en-ligne">
                    <input type="hidden" name="genre" value={l.genre} />
                    <input type="hidden" name="encore" value="on" />
                    <Button genre="link">
                      Ouvrir un autre recueil<span class="unseen"> : {genres[l.genre].nom}</span>
                    </Button>
                  </Form>
                )
              const gene = l.gene ?? (l.campagne ? undefined : l.personne)
              if (gene) return l.campagne ? null : <span class="sub">{gene}</span>
              return (
                <Form form={emptyForm()} classe="en-ligne">
                  <input type="hidden" name="genre" value={l.genre} />
                  {l.campagne || sansEnvoi(l.genre) || reglage.relances.length === 0 ? null : (
                    <p class="case">
                      <input type="checkbox" name="relancer" value="on" id={`relancer-${l.genre}`} checked />
                      <label for={`relancer-${l.genre}`}>avec rappels</label>
                    </p>
                  )}
                  <Button {...(!l.campagne && l.quand <= jour ? { genre: 'main' as const } : {})}>
                    {l.campagne
                      ? 'Ajouter les nouveaux inscrits'
                      : sansEnvoi(l.genre)
                        ? 'Évaluer'
                        : 'Envoyer'}
                    <span class="unseen"> : {genres[l.genre].nom}</span>
                  </Button>
                </Form>
              )
            },
          },
        ]}
      />
    )}
  </Page>
)

const fields = z.object({ genre: choix(listeGenres), relancer: caseCochee(), encore: caseCochee() })

export const sessionPage = new Hono<Env>()
  .get(questionnairesDeSessionUrl.modele, exigerDroit('questionnaires.lire'), (c) => {
    const { db, clock } = c.get('services')
    return pourVisiteur(c, db, async (tx, visiteur) => {
      const session = await sessionPour(tx, c.req.param('session'), visiteur, 'questionnaires.lire')
      if (!session) return notFound(c)
      const jour = aujourdhui(clock.now())
      const reglage = await lireReglage(tx)
      const campagnes = await campagnesDeSession(tx, session.id)
      const jamais = genresDeSession.filter((g) => !campagnes.some((k) => k.genre === g))
      return c.html(
        <Vue
          session={session}
          lignes={lignesDe(session, campagnes, reglage, jour, await sansRepondant(tx, session, jamais))}
          jour={jour}
          reglage={reglage}
          envoie={ecrit(visiteur, 'questionnaires.envoyer', estSienne(session, visiteur.personneId))}
        />,
      )
    })
  })
  .post(questionnairesDeSessionUrl.modele, exigerDroit('questionnaires.envoyer'), async (c) => {
    const { db, clock } = c.get('services')
    const read = await readForm(fields, c)
    return pourVisiteur(c, db, async (tx, visiteur) => {
      const session = await sessionPour(tx, c.req.param('session'), visiteur, 'questionnaires.envoyer')
      const organisme = visiteur.organisme?.id
      if (!session || !organisme || visiteur.lectureSeule) return notFound(c)
      if (!read.ok || read.data.genre === 'financeur')
        return conflict(c, 'Ce questionnaire ne se trouve pas pour cette session.', 'Rien n’est parti')
      const le = clock.now()
      const fait = await ouvrirCampagne(tx, session.id, read.data.genre, {
        organisme,
        le,
        jour: aujourdhui(le),
        relancer: read.data.relancer || read.data.encore,
        encore: read.data.encore,
      })
      if (!fait.ok) return conflict(c, fait.error.phrase, 'Rien n’est parti')
      const { campagne, envoyees, sansAdresse } = fait.value
      return redirectWith(
        c,
        sansEnvoi(campagne.genre)
          ? campagneUrl({ campagne: campagne.id })
          : questionnairesDeSessionUrl({ session: session.id }),
        {
          genre: envoyees > 0 || sansEnvoi(campagne.genre) ? 'fait' : 'passe',
          fort: sansEnvoi(campagne.genre)
            ? 'L’évaluation est ouverte : ouvrez chaque personne.'
            : `${compter(envoyees, 'message part', { pluriel: 'messages partent', zero: 'Aucun message de plus ne part' })}.`,
          ...(sansAdresse > 0
            ? {
                suite: `${compter(sansAdresse, 'personne')} sans adresse électronique : donnez-lui le papier, puis recopiez-le.`,
              }
            : {}),
        },
      )
    })
  })
