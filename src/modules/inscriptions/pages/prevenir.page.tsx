import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { droits, exigerDroit } from '#modules/organisme/index.ts'
import { type SessionLue, sessionUrl } from '#modules/sessions/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Alert,
  CheckboxGroup,
  Empty,
  Form,
  Page,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { entier, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm, withAlert, withErrors } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import type { GenreAvis } from '../domain/avis.ts'
import { prevenir } from '../gestes/prevenir.ts'
import { type APrevenir, nommes, quiPrevenir } from '../gestes/qui-prevenir.ts'
import { porteeDe } from '../lecture/portee.ts'
import { aAppeler, proposerAvis } from '../lecture/proposer-avis.ts'
import { prevenirUrl } from '../liens.ts'
import { cheminDe, pourSession } from './commun.ts'

const fields = z.object({
  texte: facultatif(texte({ max: 4_000 })),
  /** Ceux que l’on a prévenus de vive voix : des inscriptions, des fiches. */
  voix: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((lu) => new Set((typeof lu === 'string' ? [lu] : (lu ?? [])).slice(0, 500))),
  vus: entier({ min: 0, max: 100 }),
})
type Formulaire = FormOf<typeof fields>

const mots: Readonly<Record<GenreAvis, string>> = {
  annulation: 'annulation',
  report: 'report',
  interruption: 'interruption',
  dates: 'dates',
  conditions: 'lieu, ou qui forme',
}

const AQuiAnime = ({ a }: { a: APrevenir }) => (
  <>
    {a.intervenants.map((i) => (
      <details open={a.genre === undefined}>
        <summary>
          À <strong>{i.nom}</strong>
          {i.courriel ? '' : ', sans courriel'}
        </summary>
        <p class="lignes">{i.texte}</p>
      </details>
    ))}
  </>
)

const Vue = ({ form, session, a }: { form: Formulaire; session: SessionLue; a: APrevenir }) => {
  const noms = a.aTous ? a.destinataires.flatMap(nommes) : []
  const tous = noms.length
  const n = tous + a.intervenants.filter((i) => i.courriel !== null).length
  const appeler = aAppeler(a)
  const muets = a.sansCourriel.filter((s) => s.inscription === null)
  return (
    <Page
      title="Avis"
      heading="Prévenir de ce qui change"
      lede={`${session.intitule}. Vous prévenez ici les stagiaires, les clients et la personne qui anime : report, interruption, annulation, autres dates, autre lieu, autre intervenante ou intervenant.`}
      path={cheminDe(session)}
      alert={form.alert}
    >
      {a.genre === undefined && a.aTous && a.envoyes.length > 0 ? (
        <Alert fort="Chacun sait où en est la session.">
          Votre dernier message dit déjà tout ce qui a changé.
        </Alert>
      ) : null}
      <Section titre="Écrire" id="ecrire" sous={compter(n, 'destinataire')}>
        {n + appeler.length === 0 ? (
          <Empty titre="Personne n’a de courriel ici.">
            Prévenez de vive voix ; ajoutez leurs adresses sur les fiches des stagiaires et des signataires.
          </Empty>
        ) : (
          <Form
            form={form}
            action={prevenirUrl({ session: session.id })}
            noms={{ texte: 'Message', voix: 'Prévenus de vive voix' }}
          >
            <input type="hidden" name="vus" value={fieldValue(form, 'vus')} />
            {tous > 0 ? (
              <>
                <p>
                  À {enumerer(noms.slice(0, 12))}
                  {tous > 12 ? `, et ${tous - 12} de plus` : ''}.
                </p>
                <TextArea
                  form={form}
                  name="texte"
                  label="Message"
                  rows={10}
                  hint="« Bonjour » et le nom de chacun viennent devant, celui de la coopérative après."
                />
              </>
            ) : null}
            <AQuiAnime a={a} />
            {appeler.length > 0 ? (
              <CheckboxGroup
                form={form}
                name="voix"
                label="Sans courriel : cochez qui vous avez prévenu de vive voix"
                optional
                options={appeler}
              />
            ) : null}
            <Actions
              libelle={
                n === 0 ? 'Noter que c’est dit' : `Prévenir ${n > 1 ? `${n} personnes` : 'une personne'}`
              }
            >
              <a href={sessionUrl({ session: session.id })}>Revenir à la session</a>
            </Actions>
          </Form>
        )}
        {muets.length > 0 ? (
          <p>
            <strong>Clients sans courriel, à prévenir de vive voix</strong> :{' '}
            {enumerer(muets.map((s) => s.nom))}.
          </p>
        ) : null}
        {a.financeurs.length > 0 ? (
          <p>
            <strong>À prévenir aussi, par leur portail</strong> : {enumerer(a.financeurs)}.
          </p>
        ) : null}
      </Section>
      <Section titre="Déjà envoyés" id="envoyes">
        {a.envoyes.length === 0 ? (
          <Empty titre="Aucun avis n’est encore parti.">Chaque avis se garde ici, tel qu’il est parti.</Empty>
        ) : (
          <Table
            legende="Avis envoyés"
            lignes={a.envoyes}
            colonnes={[
              {
                titre: 'Le',
                entete: true,
                cell: (x) => formaterDate(jourLocal(x.le, session.zone)),
              },
              { titre: 'Objet', cell: (x) => mots[x.genre] },
              { titre: 'À', cell: (x) => compter(x.envois, 'personne') },
              { titre: 'Message', cell: (x) => <span class="lignes">{x.texte}</span> },
            ]}
          />
        )}
      </Section>
    </Page>
  )
}

export const prevenirPage = (services: Services) =>
  new Hono<Env>()
    .use(prevenirUrl.modele, exigerDroit('inscriptions.lire'))
    .get(prevenirUrl.modele, (c) =>
      pourSession(c, services.db, 'inscriptions.convoquer', async (tx, visiteur, session) => {
        // Qui ne suit qu'un client n'écrit pas à toute la session.
        if ((await porteeDe(tx, visiteur, 'inscriptions.convoquer', session)) !== 'tout')
          return forbidden(c, droits['inscriptions.convoquer'].phrase)
        const a = await quiPrevenir(tx, session, services.clock.now())
        return c.html(
          <Vue
            form={emptyForm(undefined, { texte: proposerAvis(session, a), vus: String(a.envoyes.length) })}
            session={session}
            a={a}
          />,
        )
      }),
    )
    .post(prevenirUrl.modele, async (c) => {
      const lu = await readForm(fields, c)
      return pourSession(c, services.db, 'inscriptions.convoquer', async (tx, visiteur, session) => {
        if ((await porteeDe(tx, visiteur, 'inscriptions.convoquer', session)) !== 'tout')
          return forbidden(c, droits['inscriptions.convoquer'].phrase)
        const vue = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(
            <Vue form={form} session={session} a={await quiPrevenir(tx, session, services.clock.now())} />,
            status,
          )
        if (!lu.ok) return vue(lu.form, lu.status)
        const fait = await prevenir(services, tx, { session, ...lu.data, texte: lu.data.texte ?? '' })
        if (!fait.ok)
          return fait.error.code === 'deja-parti'
            ? redirectWith(c, prevenirUrl({ session: session.id }), {
                genre: 'passe',
                fort: 'Rien n’est reparti.',
                suite: fait.error.phrase,
              })
            : fait.error.code === 'texte'
              ? vue(withErrors(lu.form, { texte: fait.error.phrase }), 422)
              : vue(withAlert(lu.form, fait.error.phrase), 409)
        return redirectWith(c, sessionUrl({ session: session.id }), {
          genre: 'fait',
          fort:
            fait.value.envois > 0
              ? `${compter(fait.value.envois, 'avis', { pluriel: 'avis' })} en route.`
              : 'C’est noté.',
          ...(fait.value.voix > 0 ? { suite: `${compter(fait.value.voix, 'personne')} de vive voix.` } : {}),
        })
      })
    })
