import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { compter, uneLigne } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import { newId } from '#platform/db/index.ts'
import { Button, Empty, Etat, Field, FileField, Form, Page, Section, SelectField, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import type { Televersement } from '#web/body.ts'
import { choix, duree, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import type { InscriptionLue } from '../db/certificats.ts'
import { deprevoir, lireDistance, lireFichier, prevoir, recevoirListe, type VueDistance } from '../distance.ts'
import { canaux, type ElementProbant, type GenreElement, heuresAPart, resultats } from '../domain/a-part.ts'
import { type Branche, branchesAfest, branchesDistance } from '../domain/branches.ts'
import { annulerElementUrl, distanceUrl, fichierDistanceUrl, listeConnexionUrl, noterDistanceUrl } from '../liens.ts'
import { fiches, peutNoter, pourDistance } from './distance-commun.ts'

const chemin = '/sessions/:session{[0-9a-f-]{36}}/distance' as const

const maxListe = 2_000_000
const fieldsPlan = z.object({
  genre: choix(['asynchrone', 'situation'], { phrase: 'Dites si elle se suit à distance ou au travail.' }),
  intitule: texte({ min: 3, max: 250, vide: 'Écrivez ce qu’il y a à faire.' }),
  minutes: duree(),
})
const fieldsListe = z.object({
  seance: identifiant(asId<'Seance'>, { phrase: 'Choisissez la demi-journée.' }),
  // Ni « texte » ni UTF-8 : Teams rend de l’UTF-16. Le lecteur juge, et refuse en phrase.
  liste: z
    .unknown()
    .optional()
    .transform((brut, ctx): Televersement => {
      const f = brut as Partial<Televersement> | undefined | ''
      if (f && f.octets instanceof Uint8Array && typeof f.taille === 'number' && f.taille > 0 && f.taille <= maxListe)
        return f as Televersement
      ctx.addIssue({ code: 'custom', message: 'Choisissez le fichier CSV que rend le logiciel, 2 Mo au plus.' })
      return z.NEVER
    }),
})
const fieldsRetrait = z.object({ activite: identifiant(asId<'ActivitePrevue'>) })
type FormPlan = FormOf<typeof fieldsPlan>
type FormListe = FormOf<typeof fieldsListe>

const motLogiciel = { zoom: 'Zoom', bigbluebutton: 'BigBlueButton', teams: 'Teams' } as const

const nomDe = (v: VueDistance, id: string | null): string => {
  const i = v.inscriptions.find((x) => x.id === id)
  return i ? `${i.prenom} ${i.nom}` : 'toute la session'
}

const Branches = ({ v }: { v: VueDistance }) => {
  const annonce = v.plan.some((p) => p.genre === 'asynchrone')
  const faits = { annonce, elements: v.elements }
  const afest = v.elements.some((e) => e.genre.startsWith('afest-')) || v.plan.some((p) => p.genre === 'situation')
  const distance = v.session.modalite !== 'presentiel' || annonce || v.listes.length > 0
  const premiere = v.inscriptions[0]
  if (!premiere || (!distance && !afest))
    return (
      <p>
        Rien n’est à distance ni en situation de travail ici. Écrivez un plan, ou notez une première mise en situation, et
        chaque condition de la loi se montre à cette place.
      </p>
    )
  const colonnes = (lire: (id: InscriptionLue['id']) => readonly Branche[]) =>
    lire(premiere.id).map((modele, n) => ({
      titre: modele.titre,
      cell: (i: InscriptionLue): Child => {
        const b = lire(i.id)[n]
        return <Etat etat={b?.satisfaite ? 'prouve' : 'manquant'} />
      },
    }))
  const heures = (i: InscriptionLue) => {
    const h = heuresAPart(v.plan, v.elements, i.id)
    return `${formaterDuree(h.realiseMin)} sur ${formaterDuree(h.planifieMin)}`
  }
  const personne = { titre: 'Stagiaire', entete: true, cell: (i: InscriptionLue) => `${i.prenom} ${i.nom}` }
  return (
    <>
      {distance ? (
        <>
          <h3>À distance, article D6313-3-1</h3>
          <Table
            legende="Ce que D6313-3-1 demande, par stagiaire"
            lignes={v.inscriptions}
            colonnes={[
              personne,
              ...colonnes((id) => branchesDistance(faits, id)),
              { titre: 'Fait sur prévu', nombre: true, cell: heures },
            ]}
          />
        </>
      ) : null}
      {afest ? (
        <>
          <h3>En situation de travail, article D6313-3-2</h3>
          <Table
            legende="Ce que D6313-3-2 demande, par stagiaire"
            lignes={v.inscriptions}
            colonnes={[personne, ...colonnes((id) => branchesAfest(faits, id))]}
          />
        </>
      ) : null}
    </>
  )
}

const Plan = ({ v, note, form }: { v: VueDistance; note: boolean; form: FormPlan }) => {
  const session = v.session.id
  return (
    <>
      {v.plan.length === 0 ? (
        <Empty titre="Aucune activité au plan.">
          Ce qu’il y a à faire et combien de temps cela prend : la loi veut que chacun le sache avant de commencer (D6313-3-1,
          2°). La durée estimée s’acquiert quand l’activité est réalisée.
        </Empty>
      ) : (
        <Table
          legende="Plan des activités"
          lignes={v.plan}
          colonnes={[
            { titre: 'Activité', entete: true, cell: (p) => p.intitule },
            { titre: 'Se suit', cell: (p) => (p.genre === 'asynchrone' ? 'à distance, à son heure' : 'en situation de travail') },
            { titre: 'Durée estimée', nombre: true, cell: (p) => formaterDuree(p.minutes) },
            {
              titre: 'Réalisée par',
              nombre: true,
              cell: (p) => `${v.elements.filter((e) => e.prevue === p.id).length} sur ${v.inscriptions.length}`,
            },
            ...(note
              ? [
                  {
                    titre: 'Geste',
                    cell: (p: (typeof v.plan)[number]) =>
                      v.elements.some((e) => e.prevue === p.id) ? (
                        ''
                      ) : (
                        <Form form={emptyForm()} action={distanceUrl({ session })} classe="">
                          <input type="hidden" name="activite" value={p.id} />
                          <Button genre="link" geste="retirer">
                            Retirer<span class="unseen"> {p.intitule}</span>
                          </Button>
                        </Form>
                      ),
                  },
                ]
              : []),
          ]}
          pied={[
            'Total',
            '',
            formaterDuree(v.plan.reduce((t, p) => t + p.minutes, 0)),
            '',
            ...(note ? [''] : []),
          ]}
        />
      )}
      {note ? (
        <Form form={form} action={distanceUrl({ session })} noms={{ genre: 'Façon de suivre', intitule: 'Activité', minutes: 'Durée' }}>
          <div class="champs">
            <Field form={form} name="intitule" label="Activité à effectuer" maxlength={250} span={3} />
            <SelectField
              form={form}
              name="genre"
              label="Se suit"
              vide="choisir"
              options={[
                { value: 'asynchrone', label: 'à distance, à son heure' },
                { value: 'situation', label: 'en situation de travail' },
              ]}
            />
            <Field form={form} name="minutes" label="Durée estimée" placeholder="1 h 30" />
          </div>
          <p>
            <Button genre="main" geste="prevoir">
              Ajouter au plan
            </Button>
          </p>
        </Form>
      ) : null}
    </>
  )
}

const detailDe = (e: ElementProbant): string =>
  [
    e.minutes === null ? '' : formaterDuree(e.minutes),
    e.canal ? canaux[e.canal] : '',
    e.delaiHeures ? `réponse sous ${e.delaiHeures} h` : '',
    e.resultat ? resultats[e.resultat] : '',
  ]
    .filter(Boolean)
    .join(', ')

const motGenre: Readonly<Record<GenreElement, string>> = {
  assistant: 'assistance désignée',
  echange: 'échange',
  realisation: 'activité réalisée',
  evaluation: 'évaluation',
  'afest-analyse': 'analyse de l’activité',
  'afest-formateur': 'formateur désigné',
  'afest-situation': 'mise en situation',
  'afest-reflexion': 'phase réflexive',
  'afest-evaluation': 'évaluation au travail',
}

const Traces = ({ v, note }: { v: VueDistance; note: boolean }) => {
  const session = v.session.id
  return (
    <>
      {v.elements.length === 0 ? (
        <Empty titre="Rien n’est noté.">
          Un relevé de connexion ne suffit pas (tribunal administratif de Toulouse, novembre 2023) : ce sont les échanges, les
          travaux rendus et les évaluations qui prouvent un accompagnement.
        </Empty>
      ) : (
        <Table
          legende="Éléments probants"
          lignes={v.elements}
          colonnes={[
            { titre: 'Élément', entete: true, cell: (e) => motGenre[e.genre] },
            { titre: 'Date', cell: (e) => formaterDate(e.le, 'court') },
            { titre: 'Pour', cell: (e) => nomDe(v, e.inscription) },
            {
              titre: 'Ce que c’est',
              cell: (e) => (
                <>
                  {e.intitule}
                  {detailDe(e) ? <small class="sub"> {detailDe(e)}</small> : null}
                </>
              ),
            },
            {
              titre: 'Fichier',
              cell: (e) =>
                e.fichier ? <a href={fichierDistanceUrl({ session, empreinte: e.fichier.empreinte })}>{e.fichier.nom}</a> : '',
            },
            ...(note
              ? [
                  {
                    titre: 'Geste',
                    cell: (e: ElementProbant) => (
                      <a href={annulerElementUrl({ session, element: e.id })}>
                        Annuler<span class="unseen"> {e.intitule}</span>
                      </a>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {note ? (
        <>
          <h3>Noter</h3>
          <ul>
            {(Object.keys(fiches) as GenreElement[])
              .filter((g) => g !== 'realisation' || v.plan.length > 0)
              .map((genre) => (
                <li>
                  <a href={noterDistanceUrl({ session, genre })}>{fiches[genre].titre}</a>{' '}
                  <small class="sub">{fiches[genre].article}</small>
                </li>
              ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

const Listes = ({ v, note, form }: { v: VueDistance; note: boolean; form: FormListe }) => {
  const session = v.session.id
  const seanceDe = (id: string) => v.session.seances.find((s) => s.id === id)
  return (
    <>
      {v.listes.length === 0 ? (
        <Empty titre="Aucune liste de connexion.">
          Zoom, BigBlueButton et Teams rendent la liste des participants en CSV. Elle s’ajoute à la signature, elle ne la
          remplace pas.
        </Empty>
      ) : (
        <Table
          legende="Listes de connexion reçues"
          lignes={v.listes}
          colonnes={[
            {
              titre: 'Demi-journée',
              entete: true,
              cell: (l) => {
                const s = seanceDe(l.seance)
                return (
                  <a href={listeConnexionUrl({ session, liste: l.id })}>
                    {s ? `${formaterDate(s.jour, 'court')}, ${formaterCreneau(s.debutMinutes, s.finMinutes)}` : 'séance ôtée'}
                  </a>
                )
              },
            },
            { titre: 'Logiciel', cell: (l) => motLogiciel[l.logiciel] },
            { titre: 'Connexions', nombre: true, cell: (l) => l.connexions.length },
            {
              titre: 'Rapprochées',
              cell: (l) => {
                const faites = l.connexions.filter((c) => c.confirmee).length
                return (
                  <Etat
                    etat={faites === l.connexions.length ? 'prouve' : faites === 0 ? 'manquant' : 'partiel'}
                    mot={`${faites} sur ${l.connexions.length}`}
                  />
                )
              },
            },
            { titre: 'Fichier', cell: (l) => <a href={fichierDistanceUrl({ session, empreinte: l.fichier })}>{l.fichierNom}</a> },
          ]}
        />
      )}
      {note ? (
        <Form form={form} action={distanceUrl({ session })} fichiers noms={{ seance: 'Demi-journée', liste: 'Fichier' }}>
          <div class="champs">
            <SelectField
              form={form}
              name="seance"
              label="Demi-journée"
              vide="choisir"
              options={v.session.seances.map((s) => ({
                value: s.id,
                label: `${formaterDate(s.jour, 'court')}, ${formaterCreneau(s.debutMinutes, s.finMinutes)}`,
              }))}
            />
            <FileField form={form} name="liste" label="Liste des participants" accept=".csv,.txt,.tsv" hint="CSV de Zoom, BigBlueButton ou Teams, 2 Mo au plus." span={2} />
          </div>
          <p>
            <Button genre="main" geste="recevoir">
              Lire la liste
            </Button>
          </p>
        </Form>
      ) : null}
    </>
  )
}

const Vue = ({ v, note, plan = emptyForm(), liste = emptyForm() }: { v: VueDistance; note: boolean; plan?: FormPlan; liste?: FormListe }) => (
  <Page
    title="À distance et au travail"
    lede={`${v.session.intitule}. Ce qui se suit hors de la salle, et de quoi le prouver.`}
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: v.session.numero, href: sessionUrl({ session: v.session.id }) },
    ]}
    alert={plan.alert ?? liste.alert}
  >
    <Section titre="Ce que la loi demande" id="branches">
      <Branches v={v} />
    </Section>
    <Section titre="Plan" id="plan" sous={compter(v.plan.length, 'activité', { zero: 'aucune activité' })}>
      <Plan v={v} note={note} form={plan} />
    </Section>
    <Section
      titre="Éléments probants"
      id="elements"
      sous={compter(v.elements.length, 'élément', { zero: 'aucun élément' })}
      {...(v.elements.length > 0
        ? { outils: [{ libelle: 'Exporter, CSV', href: withQuery(distanceUrl({ session: v.session.id }), { format: 'csv' }) }] }
        : {})}
    >
      <Traces v={v} note={note} />
    </Section>
    <Section titre="Listes de connexion" id="listes" sous={compter(v.listes.length, 'liste', { zero: 'aucune liste' })}>
      <Listes v={v} note={note} form={liste} />
    </Section>
  </Page>
)

export const distancePages = new Hono<Env>()
  .use(chemin, exigerDroit('emargement.lire'))
  .use(`${chemin}/*`, exigerDroit('emargement.lire'))
  .get(chemin, (c) =>
    pourDistance(c, false, async (tx, visiteur, session) => {
      const v = await lireDistance(tx, session)
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          `elements-probants-${session.numero}`,
          enCsv(
            ['Élément', 'Date', 'Pour', 'Ce que c’est', 'Détail', 'Fichier', 'Empreinte du fichier'],
            v.elements.map((e) => [
              motGenre[e.genre],
              formaterDate(e.le, 'chiffres'),
              nomDe(v, e.inscription),
              e.intitule,
              detailDe(e),
              e.fichier?.nom,
              e.fichier?.empreinte,
            ]),
          ),
        )
      return c.html(<Vue v={v} note={peutNoter(visiteur, session)} />)
    }),
  )
  .post(chemin, async (c) => {
    const brut = await readForm(z.object({}), c)
    const geste = brut.ok ? brut.geste : undefined
    const [plan, liste, retrait] = [await readForm(fieldsPlan, c), await readForm(fieldsListe, c), await readForm(fieldsRetrait, c)]
    return pourDistance(c, true, async (tx, _visiteur, session) => {
      const services = c.get('services')
      const vers = distanceUrl({ session: session.id })
      const le = services.clock.now()
      if (geste === 'recevoir') {
        const montrer = async (form: FormListe, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue v={await lireDistance(tx, session)} note liste={form} />, status)
        if (!liste.ok) return montrer(liste.form, liste.status)
        const recue = await recevoirListe(services, tx, session, {
          id: (liste.jeton && asId<'ListeConnexion'>(liste.jeton)) || newId<'ListeConnexion'>(le),
          seance: liste.data.seance,
          nom: liste.data.liste.nom,
          octets: liste.data.liste.octets,
        })
        if (!recue.ok)
          return montrer(
            recue.error.code === 'deja-recue' ? withAlert(liste.form, recue.error.phrase) : withErrors(liste.form, { [recue.error.code === 'seance-inconnue' ? 'seance' : 'liste']: recue.error.phrase }),
            recue.error.code === 'deja-recue' ? 409 : 422,
          )
        return redirectWith(c, listeConnexionUrl({ session: session.id, liste: recue.value.liste }), {
          genre: 'fait',
          fort: 'La liste est lue. Dites qui est qui.',
          ...(recue.value.ignorees > 0
            ? { suite: `${compter(recue.value.ignorees, 'ligne')} sans nom ni durée, laissée${recue.value.ignorees > 1 ? 's' : ''} de côté.` }
            : {}),
        })
      }
      if (geste === 'retirer') {
        if (!retrait.ok) return notFound(c)
        const fait = await deprevoir(services, tx, session, retrait.data.activite)
        return redirectWith(c, `${vers}#plan`, fait.ok ? { genre: 'fait', fort: 'L’activité est retirée du plan.' } : { genre: 'mal', fort: fait.error.phrase })
      }
      if (!plan.ok) return c.html(<Vue v={await lireDistance(tx, session)} note plan={plan.form} />, plan.status)
      await prevoir(services, tx, session, {
        id: (plan.jeton && asId<'ActivitePrevue'>(plan.jeton)) || newId<'ActivitePrevue'>(le),
        genre: plan.data.genre,
        intitule: uneLigne(plan.data.intitule),
        minutes: plan.data.minutes,
      })
      return redirectWith(c, `${vers}#plan`, { genre: 'fait', fort: 'L’activité est au plan.' })
    })
  })
  .get(`${chemin}/fichiers/:empreinte{[0-9a-f]{64}}`, (c) =>
    pourDistance(c, false, async (tx, _visiteur, session) => {
      const lu = await lireFichier(c.get('services'), tx, session, c.req.param('empreinte'))
      if (!lu) return notFound(c)
      return new Response(new Uint8Array(lu.octets), {
        headers: {
          'content-type': lu.type,
          'content-disposition': `attachment; filename="${lu.nom.normalize('NFKD').replace(/[^\w.-]+/g, '-').slice(-120)}"`,
          'x-content-type-options': 'nosniff',
          'cache-control': 'private, no-store',
          'content-security-policy': "default-src 'none'; sandbox",
        },
      })
    }),
  )
