/** Les questions à l’acheteur, avant la date limite ; la négociation, après. Rien n’en part d’ici : le mandataire écrit à l’acheteur. */
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { jourLocal } from '#kernel/zones.ts'
import { type Envoi, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import {
  Actions,
  CheckboxField,
  Empty,
  Etat,
  Facts,
  Field,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { caseCochee, date, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormState } from '#web/form.ts'
import { versionsDuGenre } from '../db/ecrits.ts'
import {
  demandesDAvant,
  enRetard,
  type Question,
  type QuestionSuivie,
  type ReponseDeLAcheteur,
  suivreQuestions,
  type TourDeNegociation,
  type VersionDeTour,
} from '../domain/acheteur.ts'
import { resteAvantLimite } from '../domain/echeance.ts'
import { tous } from '../domain/ecrits.ts'
import { garderReponse, garderTour } from '../gestes/acheteur.ts'
import { enMontrant, enNotant } from '../gestes/lectures.ts'
import { ecrireUneFois } from '../gestes/reponse.ts'
import { lireReponse, type Reponse } from '../lecture/lire-reponse.ts'
import { acheteurUrl, prixUrl } from '../liens.ts'
import { direTerme } from './commun.tsx'
import { nomDe } from './pieces-vue.tsx'
import { fil } from './reglement.page.tsx'

const champsQuestion = z.object({ texte: texte({ min: 10, max: 2000, vide: 'Écrivez la question.' }) })
const champsReponse = z.object({
  question: texte({ min: 1, max: 80, vide: 'Choisissez la question.' }),
  poseeLe: date(),
  reponse: texte({ max: 4000 }),
})
const champsTour = z.object({
  tour: texte({ max: 80 }),
  le: date(),
  demande: texte({ min: 10, max: 4000, vide: 'Recopiez ce que demande l’acheteur.' }),
  prix: caseCochee(),
  jusquau: facultatif(date()),
  reponse: texte({ max: 4000 }),
  reponduLe: facultatif(date()),
})

type Lu = {
  readonly r: Reponse
  readonly le: Date
  readonly questions: readonly QuestionSuivie[]
  readonly tours: readonly { readonly cle: string; readonly contenu: TourDeNegociation }[]
  readonly versions: readonly VersionDeTour[]
}
type Revenu = { readonly geste: string; readonly form: FormState } | undefined
const jour = (j: string | null) => (j === null ? '' : formaterDate(j as DateCivile))
const mots = {
  'a-poser': ['a-venir', 'à poser'],
  posee: ['a-venir', 'posée, sans réponse'],
  repondue: ['prouve', 'répondue'],
} as const
const ici = (r: Reponse, geste = '') => `${acheteurUrl({ groupement: r.d.g.id })}${geste}`

const Questions = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  const { r } = lu
  const passe = resteAvantLimite(r.d.g.limite, lu.le).moment === 'passe'
  const formDe = (geste: string) => (revenu?.geste === geste ? revenu.form : emptyForm())
  return (
    <Section
      titre="Les questions à l’acheteur"
      id="questions"
      sous="Le mandataire les pose sur le profil d’acheteur. La réponse va d’ordinaire à tous les candidats : une question peut en dire long."
    >
      {lu.questions.length === 0 ? (
        <Empty titre="Aucune question">Chaque membre écrit les siennes ; le mandataire les pose.</Empty>
      ) : (
        <Table
          legende="Les questions, et ce que l’acheteur répond"
          lignes={lu.questions}
          colonnes={[
            { titre: 'Question', entete: true, cell: (q) => <span class="lignes">{q.texte}</span> },
            { titre: 'De', cell: (q) => nomDe(r, q.de) },
            { titre: 'État', cell: (q) => <Etat etat={mots[q.etat][0]} mot={mots[q.etat][1]} /> },
            { titre: 'Posée le', cell: (q) => jour(q.poseeLe) },
            { titre: 'Réponse', cell: (q) => <span class="lignes">{q.reponse}</span> },
          ]}
        />
      )}
      {passe ? null : (
        <Form form={formDe('question')} action={ici(r, '/question')} classe="court">
          <TextArea form={formDe('question')} name="texte" label="Votre question" rows={3} />
          <Actions libelle="Écrire la question" genre="main" />
        </Form>
      )}
      {r.mandataire && !passe && lu.questions.length > 0 ? (
        <Form
          form={formDe('reponse')}
          action={ici(r, '/reponse')}
          classe="court"
          noms={{ question: 'Question', poseeLe: 'Posée le', reponse: 'Réponse' }}
        >
          <SelectField
            form={formDe('reponse')}
            name="question"
            label="La question"
            vide="choisir"
            options={lu.questions.map((q) => ({ value: q.cle, label: q.texte.slice(0, 80) }))}
          />
          <Field form={formDe('reponse')} name="poseeLe" label="Posée le" />
          <TextArea
            form={formDe('reponse')}
            name="reponse"
            label="Ce que répond l’acheteur (rien : pas encore)"
            rows={3}
          />
          <Actions libelle="Garder la réponse" genre="main" />
        </Form>
      ) : null}
    </Section>
  )
}

const Negociation = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  const { r } = lu
  if (r.d.g.etat !== 'constitue' || resteAvantLimite(r.d.g.limite, lu.le).moment !== 'passe') return null
  const aujourdhui = jourLocal(lu.le, r.d.g.zone)
  const form = revenu?.geste === 'negocier' ? revenu.form : emptyForm()
  return (
    <Section
      titre="La négociation"
      id="negociation"
      sous="Si la consultation la permet. Aucun prix ici : chaque membre lirait celui des autres ; revus, ils se scellent à la page des prix."
    >
      {lu.tours.length === 0 ? (
        <Empty titre="Aucun tour">
          Le mandataire recopie ce que l’acheteur demande, et ce qui lui est répondu.
        </Empty>
      ) : (
        <Table
          legende="Les tours de négociation"
          lignes={lu.tours}
          colonnes={[
            { titre: 'Demandé le', entete: true, cell: ({ contenu: t }) => jour(t.le) },
            {
              titre: 'Demande',
              cell: ({ cle, contenu: t }) => (
                <>
                  <span class="lignes">{t.demande}</span>
                  {demandesDAvant(lu.versions, cle).map((d) => (
                    <small class="lignes"> Elle disait avant : « {d} »</small>
                  ))}
                </>
              ),
            },
            {
              titre: 'Attendu le',
              cell: ({ contenu: t }) => (
                <>
                  {jour(t.jusquau)}{' '}
                  {enRetard(t, aujourdhui) ? <Etat etat="manquant" mot="en retard" /> : null}
                </>
              ),
            },
            {
              titre: 'Prix',
              cell: ({ contenu: t }) => (t.prix ? <a href={prixUrl({ groupement: r.d.g.id })}>revus</a> : ''),
            },
            { titre: 'Répondu le', cell: ({ contenu: t }) => jour(t.reponduLe) },
            { titre: 'Réponse', cell: ({ contenu: t }) => <span class="lignes">{t.reponse}</span> },
          ]}
        />
      )}
      {r.mandataire ? (
        <Form
          form={form}
          action={ici(r, '/negocier')}
          classe="court"
          noms={{
            le: 'Demandé le',
            demande: 'Demande',
            prix: 'Prix',
            jusquau: 'Attendu le',
            reponduLe: 'Répondu le',
            reponse: 'Réponse',
          }}
        >
          {lu.tours.length === 0 ? null : (
            <SelectField
              form={form}
              name="tour"
              label="Ce tour"
              vide="est nouveau"
              options={lu.tours.map((t) => ({
                value: t.cle,
                label: `complète celui du ${jour(t.contenu.le)}${t.contenu.prix ? ', prix revus' : ''}`,
              }))}
            />
          )}
          <Field form={form} name="le" label="Demandé le" />
          <TextArea form={form} name="demande" label="Ce que demande l’acheteur" rows={3} />
          <Field form={form} name="jusquau" label="Attendu le" optional />
          <CheckboxField
            form={form}
            name="prix"
            large
            label="L’acheteur fait revoir les prix : chacun scelle de nouveau les siens, jusqu’au jour attendu"
          />
          <Field form={form} name="reponduLe" label="Répondu le" optional />
          <TextArea form={form} name="reponse" label="Ce qui est répondu" rows={3} />
          <Actions libelle="Garder ce tour" genre="main" />
        </Form>
      ) : null}
    </Section>
  )
}

const droit = 'marches.repondre' as const
const auMandataire = ({ r }: Lu) => r.mandataire || 'Le mandataire le fait.'
const fait =
  (fort: string) =>
  (_: unknown, { r }: Lu) =>
    ({ vers: ici(r), dit: { genre: 'fait', fort } }) as const

export const acheteurPage = pageEtGestes({
  lien: acheteurUrl,
  droit,
  async lire(tx, { groupement }, { visiteur, le, ecrit }): Promise<Lu | undefined> {
    const r = await enNotant(tx, await lireReponse(tx, groupement, visiteur.organisme?.id), { le, ecrit })
    return (
      r && {
        r,
        le,
        questions: suivreQuestions(
          tous<Question>(r.ecrits, 'question'),
          tous<ReponseDeLAcheteur>(r.ecrits, 'reponse'),
        ),
        versions: (await versionsDuGenre(tx, r.d.g.id, 'negociation')) as readonly VersionDeTour[],
        tours: tous<TourDeNegociation>(r.ecrits, 'negociation').toSorted((a, b) =>
          a.contenu.le.localeCompare(b.contenu.le),
        ),
      }
    )
  },
  vue: (tx, lu, revenu) =>
    enMontrant(
      tx,
      lu.r.d,
      { revenu, le: lu.le },
      <Page
        title="Questions et négociation"
        path={fil(lu.r)}
        alert={revenu?.form.alert}
        facts={
          <Facts
            faits={[
              ['Ferme', direTerme(lu.r.d.g.limite, lu.r.d.g.zone)],
              ['Questions avant', lu.r.reglement?.questionsAvant || 'non dit'],
            ]}
          />
        }
      >
        <Questions lu={lu} revenu={revenu} />
        <Negociation lu={lu} revenu={revenu} />
      </Page>,
    ),
  gestes: {
    question: petitGeste<typeof champsQuestion, Lu, undefined>({
      champs: champsQuestion,
      droit,
      peut: ({ r, le }) =>
        resteAvantLimite(r.d.g.limite, le).moment !== 'passe' ||
        'La date limite est passée : vous ne pouvez plus rien demander.',
      faire: (tx, { lu: { r }, data, le, cle }: Envoi<Lu, z.output<typeof champsQuestion>>) =>
        ecrireUneFois(tx, r, 'question', data satisfies Question, cle, le),
      suite: fait('La question est écrite ; le mandataire la pose.'),
    }),
    reponse: petitGeste<typeof champsReponse, Lu, undefined>({
      champs: champsReponse,
      droit,
      peut: (lu) =>
        auMandataire(lu) === true
          ? resteAvantLimite(lu.r.d.g.limite, lu.le).moment !== 'passe' || 'La date limite est passée.'
          : auMandataire(lu),
      faire(tx, { lu: { r }, data, le }: Envoi<Lu, z.output<typeof champsReponse>>) {
        const { question, ...dit } = data
        return garderReponse(tx, r, question, dit, le)
      },
      suite: fait('C’est gardé ; chaque membre le lit.'),
    }),
    negocier: petitGeste<typeof champsTour, Lu, undefined>({
      champs: champsTour,
      droit,
      peut: (lu) =>
        auMandataire(lu) === true
          ? (lu.r.d.g.etat === 'constitue' && resteAvantLimite(lu.r.d.g.limite, lu.le).moment === 'passe') ||
            'La négociation vient après la date limite.'
          : auMandataire(lu),
      faire(tx, { lu: { r }, data, le, cle: neuve }: Envoi<Lu, z.output<typeof champsTour>>) {
        const { tour, jusquau = null, reponduLe = null, ...dits } = data
        return garderTour(tx, r, { tour, neuve }, { ...dits, jusquau, reponduLe }, le)
      },
      suite: fait('Ce tour est gardé ; chaque membre le lit.'),
    }),
  },
})
