// Long parce que tout ce que l’on fait d’un recueil tient sur sa page : qui a répondu, ce que disent les réponses, relancer, clore.
/** Un recueil : qui a répondu, ce que disent les réponses, relancer, clore, exporter. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { exigerDroit, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import { sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { Button, Empty, Etat, Facts, Form, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type Campagne,
  type DemandeDeReponse,
  estClose,
  lireCampagne,
  pageDeDemandes,
} from '../db/campagnes.ts'
import { lireReglage } from '../db/reglage.ts'
import {
  compterRecueils,
  compterReponses,
  exporter,
  lireVerbatims,
  questionsPosees,
  type Totaux,
  type Verbatim,
} from '../db/resultats.queries.ts'
import {
  direQuestion,
  optionsDe,
  type QuestionPosee,
  reserveAuReferent,
  reservees,
} from '../domain/contenu.ts'
import { genres, sansEnvoi } from '../domain/genres.ts'
import { type Resultat, seMontre, synthese } from '../domain/resultats.ts'
import { aujourdhui } from '../gestes/repondre.ts'
import { cloreRecueil, nePlusRelancer, relancerRecueil } from '../gestes/suivre-recueil.ts'
import {
  campagneCsvUrl,
  campagneUrl,
  demandeUrl,
  liensARemettreUrl,
  questionnairesDeSessionUrl,
  reponseUrl,
} from '../liens.ts'
import type { PrisesQuestionnaires } from '../prises.ts'
import { nommerRecueil } from './accueil.page.tsx'
import { ecrit, lireParam, peutTout, racine, sessionPour } from './commun.ts'
import { PagesDeDemandes } from './pages-de-demandes.tsx'
import { PhraseDesTotaux, Resultats } from './resultats-vue.tsx'

export const nommer = (d: DemandeDeReponse): string =>
  [`${d.prenom} ${d.nom}`.trim(), d.prenom && d.structure ? d.structure : ''].filter(Boolean).join(', ') ||
  'sans nom'

const EtatDemande = ({ d, campagne }: { d: DemandeDeReponse; campagne: Campagne }) => {
  if (d.repondueLe !== null)
    return (
      <Etat
        etat="prouve"
        mot={campagne.anonyme ? 'a répondu' : `a répondu le ${formaterDate(d.repondueLe, 'court')}`}
      />
    )
  if (d.arreteeLe !== null)
    return (
      <Etat
        etat="sans-objet"
        mot={d.arretPar === 'repondant' ? 'ne veut plus de rappel' : 'rappels arrêtés'}
      />
    )
  if (sansEnvoi(campagne.genre)) return <Etat etat="manquant" mot="à évaluer" />
  if (d.envois === 0)
    return isMailAddress(d.courriel ?? '') ? (
      <Etat etat="a-venir" mot="message en route" />
    ) : (
      <Etat etat="manquant" mot="sans adresse : papier" />
    )
  return (
    <Etat
      etat="a-venir"
      mot={`${d.envois > 1 ? `${d.envois - 1} rappel${d.envois > 2 ? 's' : ''}, ` : ''}envoyé le ${d.premierLe ? formaterDate(aujourdhui(d.premierLe), 'court') : ''}`}
    />
  )
}

type VueProps = {
  readonly campagne: Campagne
  readonly demandes: readonly DemandeDeReponse[]
  readonly page: number
  readonly totaux: Totaux
  readonly resultats: readonly Resultat[]
  readonly verbatims: readonly Verbatim[]
  readonly seuil: number
  readonly jour: string
  readonly envoie: boolean
  readonly attestations: string | undefined
}

const Repondants = ({ campagne, demandes, page, jour, envoie }: VueProps) => {
  const ouvert = !estClose(campagne, jour)
  const evalue = sansEnvoi(campagne.genre)
  const geste = (d: DemandeDeReponse) => {
    if (d.reponse !== null) return <a href={reponseUrl({ reponse: d.reponse })}>Lire sa réponse</a>
    if (!envoie || !ouvert || d.repondueLe !== null) return null
    return <a href={demandeUrl({ demande: d.id })}>{evalue ? 'Évaluer' : 'Recopier un papier'}</a>
  }
  return (
    <Section
      titre={evalue ? 'Les personnes' : 'Qui répond'}
      id="repondants"
      sous={
        campagne.anonyme
          ? 'Anonyme : on sait qui a répondu, jamais quoi.'
          : 'Les noms servent au suivi ; les résultats n’en disent aucun.'
      }
    >
      <Table
        legende="Demandes de ce recueil"
        lignes={demandes}
        colonnes={[
          { titre: 'Nom', entete: true, cell: nommer },
          {
            titre: 'État',
            cell: (d) => (
              <>
                <EtatDemande d={d} campagne={campagne} />
                {d.alerte ? (
                  <>
                    {' '}
                    <Etat etat="manquant" mot="à suivre" />
                  </>
                ) : null}
              </>
            ),
          },
          { titre: 'Geste', cell: geste },
          ...(envoie && ouvert && !evalue
            ? [
                {
                  titre: 'Rappels',
                  cell: (d: DemandeDeReponse) =>
                    d.repondueLe === null && d.arreteeLe === null && d.envois > 0 ? (
                      <Form form={emptyForm()} classe="en-ligne">
                        <input type="hidden" name="demande" value={d.id} />
                        <Button genre="link" geste="arreter">
                          Ne plus relancer<span class="unseen"> {nommer(d)}</span>
                        </Button>
                      </Form>
                    ) : null,
                },
              ]
            : []),
        ]}
      />
      <PagesDeDemandes campagne={campagne} page={page} />
      {envoie && ouvert && !evalue ? (
        <p>
          <a href={liensARemettreUrl({ campagne: campagne.id })}>
            Imprimer des liens à remettre en main propre
          </a>
        </p>
      ) : null}
      {envoie && ouvert ? (
        <Form form={emptyForm()} classe="">
          <p>
            {evalue ? null : (
              <>
                <Button geste="relancer">Relancer maintenant qui n’a pas répondu</Button>{' '}
              </>
            )}
            <Button geste="clore">Clore ce recueil</Button>
          </p>
          <p class="sub">Clos, il ne se rouvre pas.</p>
        </Form>
      ) : null}
    </Section>
  )
}

const Vue = (p: VueProps) => {
  const { campagne, totaux, resultats, verbatims, seuil, jour } = p
  const visible = seMontre(
    {
      anonyme: campagne.anonyme,
      clos: estClose(campagne, jour) || campagne.reponses === campagne.demandes,
      reponses: campagne.reponses,
    },
    seuil,
  )
  return (
    <Page
      title={campagne.titre}
      lede={genres[campagne.genre].phrase}
      path={[
        ...(campagne.session
          ? [
              { libelle: 'Sessions', href: sessionsUrl() },
              { libelle: campagne.numero ?? '', href: sessionUrl({ session: campagne.session }) },
              { libelle: 'Questionnaires', href: questionnairesDeSessionUrl({ session: campagne.session }) },
            ]
          : racine),
      ]}
      facts={
        <Facts
          faits={[
            ['De quoi', nommerRecueil(campagne)],
            [
              'Ouvert le',
              `${formaterDate(aujourdhui(campagne.ouverteLe))}${campagne.automatique ? ', seul' : ''}`,
            ],
            [
              estClose(campagne, jour) ? 'Clos depuis le' : 'On répond jusqu’au',
              formaterDate(campagne.fermeeLe ? aujourdhui(campagne.fermeeLe) : campagne.fermeLe),
            ],
            ['Version', `${campagne.version}, ${campagne.anonyme ? 'anonyme' : 'nommée'}`],
            [
              'Rappels',
              campagne.relances.length > 0
                ? `à ${campagne.relances.join(' et ')} jours, puis plus rien`
                : 'aucun',
            ],
          ]}
        />
      }
    >
      <Section
        titre="Résultats"
        id="resultats"
        outils={
          visible && campagne.reponses > 0
            ? [{ libelle: 'Exporter (CSV)', href: campagneCsvUrl({ campagne: campagne.id }) }]
            : []
        }
      >
        <PhraseDesTotaux t={totaux} seuil={seuil} />
        {campagne.reponses === 0 ? (
          <Empty titre="Personne n’a encore répondu">
            Les résultats se lisent ici, question par question, dès la première réponse.
          </Empty>
        ) : (
          <Resultats resultats={resultats} verbatims={verbatims} />
        )}
      </Section>
      <Repondants {...p} />
      {p.attestations && campagne.reponses > 0 ? (
        <Section titre="Et ensuite" id="ensuite">
          <p>
            <a href={p.attestations}>Émettre les attestations avec ces résultats</a>
          </p>
        </Section>
      ) : null}
    </Page>
  )
}

/** Le recueil, si ce visiteur peut le lire. */
export const recueilPour = async (
  tx: TenantTx,
  brut: string | undefined,
  visiteur: Visiteur,
): Promise<{ readonly campagne: Campagne; readonly envoie: boolean } | undefined> => {
  const id = asId(brut ?? '')
  const campagne = id && (await lireCampagne(tx, id))
  if (!campagne) return undefined
  if (peutTout(visiteur, 'questionnaires.lire'))
    return { campagne, envoie: ecrit(visiteur, 'questionnaires.envoyer', true) }
  return campagne.session && (await sessionPour(tx, campagne.session, visiteur, 'questionnaires.lire'))
    ? { campagne, envoie: ecrit(visiteur, 'questionnaires.envoyer', true) }
    : undefined
}

/** Les questions dont ce visiteur lit les réponses, une à une ou en nombre : à trois, un seul « oui » nomme quelqu’un. */
export const montrees = (
  questions: readonly QuestionPosee[],
  visiteur: Visiteur,
  gardees: ReadonlySet<string> = reservees(questions),
): readonly QuestionPosee[] => {
  if (peutVisiteur(visiteur, 'handicap.lire')) return questions
  return questions.filter((q) => !gardees.has(q.id))
}

/** Ce visiteur lit-il la réponse à cette question ? Celle que l’on ne retrouve pas peut parler du handicap : elle ne se lit pas. */
export const lisibles = (
  questions: readonly QuestionPosee[],
  visiteur: Visiteur,
  gardees?: ReadonlySet<string>,
): ((q: QuestionPosee | undefined) => boolean) => {
  const tout = peutVisiteur(visiteur, 'handicap.lire')
  const lues = new Set(montrees(questions, visiteur, gardees).map((q) => q.id))
  return (q) => tout || (q !== undefined && lues.has(q.id))
}

/** Une valeur telle qu’un tableur la lit. `lisible` : faux si seule la personne référente la lit. */
export const direValeur = (
  q: QuestionPosee | undefined,
  v: { readonly code: string | null; readonly millemes: number | null; readonly texte: string | null },
  lisible: boolean,
): string | number | null => {
  if (!lisible) return reserveAuReferent
  if (v.texte !== null) return v.texte
  return q?.genre === 'echelle' || (v.code === null && v.millemes !== null)
    ? (v.millemes ?? 0) / 1000
    : (q && optionsDe(q).find((o) => o.value === v.code)?.label) || v.code
}

const gestes = z.object({ demande: z.string().optional() })

const agir = async (c: Context<Env>) => {
  const { db, clock } = c.get('services')
  const read = await readForm(gestes, c)
  return pourVisiteur(c, db, async (tx, visiteur) => {
    const lu = await recueilPour(tx, c.req.param('campagne'), visiteur)
    const organisme = visiteur.organisme?.id
    if (!lu?.envoie || !organisme || !read.ok) return notFound(c)
    const { campagne } = lu
    const le = clock.now()
    const ici = campagneUrl({ campagne: campagne.id })
    if (read.geste === 'clore') {
      await cloreRecueil(tx, campagne, le)
      return redirectWith(c, ici, { genre: 'fait', fort: 'Le recueil est clos.' })
    }
    if (read.geste === 'arreter') {
      if (!(await nePlusRelancer(tx, campagne, read.data.demande ?? '', le)).ok) return notFound(c)
      return redirectWith(c, ici, { genre: 'fait', fort: 'Cette personne ne sera plus relancée.' })
    }
    const relance = await relancerRecueil(tx, campagne, organisme, le)
    if (!relance.ok) return redirectWith(c, ici, { genre: 'mal', fort: relance.error.phrase })
    const partis = relance.value
    return redirectWith(c, ici, {
      genre: partis > 0 ? 'fait' : 'passe',
      fort: `${compter(partis, 'rappel part', { pluriel: 'rappels partent', zero: 'Aucun rappel ne part' })}.`,
      suite:
        partis > 0
          ? 'Qui a demandé qu’on ne le relance plus n’en reçoit pas.'
          : 'Tout le monde a répondu, a reçu un message aujourd’hui, ou n’a pas d’adresse.',
    })
  })
}

export const recueilPage = (prises: PrisesQuestionnaires) =>
  new Hono<Env>()
    .get(campagneUrl.modele, exigerDroit('questionnaires.lire'), (c) => {
      const { db, clock } = c.get('services')
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const lu = await recueilPour(tx, c.req.param('campagne'), visiteur)
        if (!lu) return notFound(c)
        const { campagne, envoie } = lu
        const jour = aujourdhui(clock.now())
        const { seuilAnonyme: seuil } = await lireReglage(tx)
        const f = { campagne: campagne.id }
        const page = Math.min(Math.max(Number.parseInt(lireParam(c, 'page'), 10) || 1, 1), 1_000)
        const posees = await questionsPosees(tx, f, jour, seuil)
        return c.html(
          <Vue
            campagne={campagne}
            demandes={await pageDeDemandes(tx, campagne.id, page)}
            page={page}
            totaux={await compterRecueils(tx, f, jour, seuil)}
            resultats={synthese(
              montrees(posees.questions, visiteur, posees.reservees),
              await compterReponses(tx, f, jour, seuil, { parObjectif: true }),
            )}
            verbatims={await lireVerbatims(tx, f, jour, seuil)}
            seuil={seuil}
            jour={jour}
            envoie={envoie}
            attestations={
              campagne.session &&
              sansEnvoi(campagne.genre) &&
              peutSuivre('documents.emettre', { liste: true })
                ? prises.attestations?.(campagne.session)
                : undefined
            }
          />,
        )
      })
    })
    .post(campagneUrl.modele, exigerDroit('questionnaires.envoyer'), agir)
    .get(campagneCsvUrl.modele, exigerDroit('questionnaires.lire'), (c) => {
      const { db, clock } = c.get('services')
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const lu = await recueilPour(tx, c.req.param('campagne'), visiteur)
        if (!lu) return notFound(c)
        const lisible = lisibles(lu.campagne.contenu.questions, visiteur)
        const jour = aujourdhui(clock.now())
        const { seuilAnonyme } = await lireReglage(tx)
        const questions = new Map(lu.campagne.contenu.questions.map((q) => [q.id, q]))
        const lignes = await exporter(tx, { campagne: lu.campagne.id }, jour, seuilAnonyme, { nommees: true })
        return repondreCsv(
          c,
          `reponses-${lu.campagne.genre}-${lu.campagne.numero ?? lu.campagne.jour.slice(0, 4)}`,
          enCsv(
            ['reponse', 'nom', 'le', 'question', 'valeur'],
            lignes.map((l) => {
              const q = questions.get(l.question)
              return [l.reponse, l.qui, l.le, q ? direQuestion(q) : l.question, direValeur(q, l, lisible(q))]
            }),
          ),
        )
      })
    })
