/** Répondre sans compte, sur un téléphone, script ou non. L’adresse est un secret : ni indexée, ni gardée. */
import { type Context, Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { de, typographier } from '#kernel/texte.ts'
import { isToken } from '#platform/auth/token.ts'
import { Button, Etat, Form, PublicPage, SignaturePage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, type FormState, fromDraft, readForm, withAlert, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { arreterParLien, garderBrouillon, lireLien, repondre, type VueDuLien } from '../gestes/repondre.ts'
import { arretUrl, repondreUrl } from '../liens.ts'
import { enRecus, nomsDe, Questions, recus } from './questions.tsx'

const corpsMax = 400_000

const Remplir = ({ vue, form, jeton }: { vue: VueDuLien; form: FormState; jeton: string }) => {
  const { campagne, demande, maison } = vue
  return (
    <SignaturePage
      title={campagne.titre}
      maison={maison.nom}
      contexte={campagne.intitule ?? undefined}
      alert={form.alert}
      islands={['conditions']}
    >
      <Form form={form} noms={nomsDe(campagne.contenu.questions)} classe="questionnaire">
        <Questions contenu={campagne.contenu} form={form} />
        <p>
          <Button genre="call" geste="envoyer" large>
            Envoyer mes réponses
          </Button>
        </p>
        <p>
          <Button geste="garder">Garder et finir plus tard</Button>
        </p>
      </Form>
      <p class="sub">
        {campagne.anonyme
          ? 'Votre réponse est anonyme : ni votre nom, ni le jour n’y sont gardés.'
          : `${demande.prenom ? `${demande.prenom}, votre` : 'Votre'} réponse est lue par l’équipe ${de(maison.nom)} ; les résultats publiés ne nomment personne.`}{' '}
        Vous pouvez répondre jusqu’au {formaterDate(campagne.fermeLe)}.{' '}
        {demande.arreteeLe === null ? (
          <a href={arretUrl({ jeton })}>Ne plus recevoir de rappel</a>
        ) : (
          'Nous ne vous relancerons plus.'
        )}
      </p>
    </SignaturePage>
  )
}

const joindre = ({ maison }: VueDuLien) =>
  [maison.courriel, maison.telephone].filter((x) => x !== '').join(' ou ')

const Dit = ({
  vue,
  titre,
  mot,
  etat,
  phrase,
}: {
  vue: VueDuLien
  titre: string
  mot: string
  etat: 'prouve' | 'manquant'
  phrase: string
}) => (
  <SignaturePage title={titre} maison={vue.maison.nom} contexte={vue.campagne.intitule ?? undefined}>
    <p role="status">
      <Etat etat={etat} mot={mot} />
    </p>
    <p>{typographier(phrase)}</p>
  </SignaturePage>
)

const Repondu = ({ vue }: { vue: VueDuLien }) => (
  <Dit
    vue={vue}
    titre="Déjà répondu"
    etat="prouve"
    mot="Votre réponse est gardée"
    phrase={`Ce questionnaire a déjà reçu votre réponse${vue.demande.repondueLe ? `, le ${formaterDate(vue.demande.repondueLe)}` : ''} : elle ne se donne qu’une fois.${joindre(vue) ? ` Pour ajouter quelque chose, écrivez à ${joindre(vue)}.` : ''}`}
  />
)
const Clos = ({ vue }: { vue: VueDuLien }) => (
  <Dit
    vue={vue}
    titre="Le recueil est clos"
    etat="manquant"
    mot="Trop tard pour répondre ici"
    phrase={`On pouvait répondre jusqu’au ${formaterDate(vue.campagne.fermeLe)}.${joindre(vue) ? ` Votre avis compte encore : écrivez à ${joindre(vue)}.` : ''}`}
  />
)
const Recu = ({ vue }: { vue: VueDuLien }) => (
  <Dit
    vue={vue}
    titre="Merci"
    etat="prouve"
    mot="Votre réponse est gardée"
    phrase={
      vue.campagne.anonyme
        ? 'Elle est anonyme. Vous pouvez fermer cette page.'
        : 'L’équipe la lit, et vous rappelle si vous l’avez demandé. Vous pouvez fermer cette page.'
    }
  />
)
const Mort = () => (
  <PublicPage
    title="Ce lien ne vaut plus"
    lede="Il a expiré, ou l’adresse est incomplète. Si vous vouliez répondre à un questionnaire, demandez-le à l’organisme qui vous l’a envoyé."
  />
)

const dire = (c: Context<Env>, etat: 'repondu' | 'clos', vue: VueDuLien, status: 200 | 409) =>
  c.html(etat === 'repondu' ? <Repondu vue={vue} /> : <Clos vue={vue} />, status)

export const repondrePage = new Hono<Env>()
  .use('/questionnaire/:jeton/*', async (c, next) => {
    c.header('referrer-policy', 'same-origin')
    c.header('cache-control', 'no-store')
    c.header('x-robots-tag', 'noindex')
    await next()
  })
  .get(repondreUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const lien = isToken(jeton) ? await lireLien(c.get('services'), jeton) : { etat: 'mort' as const }
    if (lien.etat === 'mort') return c.html(<Mort />, 404)
    if (lien.etat !== 'ouvert') return dire(c, lien.etat, lien.vue, 200)
    const { brouillon } = lien.vue
    return c.html(
      <Remplir vue={lien.vue} jeton={jeton} form={brouillon ? fromDraft(brouillon.valeurs) : emptyForm()} />,
    )
  })
  .post(repondreUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const services = c.get('services')
    if (!isToken(jeton)) return c.html(<Mort />, 404)
    const read = await readForm(recus, c, { corps: corpsMax })
    const lien = await lireLien(services, jeton)
    if (lien.etat === 'mort') return c.html(<Mort />, 404)
    if (lien.etat !== 'ouvert') return dire(c, lien.etat, lien.vue, 409)
    const form = read.form as unknown as FormState
    if (!read.ok) return c.html(<Remplir vue={lien.vue} jeton={jeton} form={form} />, read.status)
    const ecrits = enRecus(form, lien.vue.campagne.contenu.questions)
    if (read.geste === 'garder') {
      await garderBrouillon(services, jeton, ecrits)
      return redirectWith(c, repondreUrl({ jeton }), {
        genre: 'fait',
        fort: 'Vos réponses sont gardées.',
        suite: 'Revenez par le même lien pour les finir.',
      })
    }
    const issue = await repondre(services, jeton, ecrits)
    if (issue.etat === 'mort') return c.html(<Mort />, 404)
    if (issue.etat === 'recu') return c.html(<Recu vue={issue.vue} />)
    if (issue.etat !== 'fautes') return dire(c, issue.etat, issue.vue, 409)
    const entier = issue.fautes.get('')
    const sous = withErrors(form, Object.fromEntries([...issue.fautes].filter(([id]) => id !== '')))
    return c.html(
      <Remplir vue={issue.vue} jeton={jeton} form={entier ? withAlert(sous, entier) : sous} />,
      422,
    )
  })
  .get(arretUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const lien = isToken(jeton) ? await lireLien(c.get('services'), jeton) : { etat: 'mort' as const }
    if (lien.etat === 'mort') return c.html(<Mort />, 404)
    const { vue } = lien
    return c.html(
      <SignaturePage
        title="Ne plus recevoir de rappel"
        maison={vue.maison.nom}
        contexte={vue.campagne.intitule ?? undefined}
      >
        {vue.demande.arreteeLe === null ? (
          <Form form={emptyForm()} classe="">
            <p>
              Nous ne vous rappellerons plus ce questionnaire. Votre lien reste bon si vous changez d’avis.
            </p>
            <p>
              <Button genre="call" large>
                Ne plus me rappeler
              </Button>
            </p>
          </Form>
        ) : (
          <p role="status">
            <Etat etat="prouve" mot="C’est noté" /> Nous ne vous rappellerons plus ce questionnaire.
          </p>
        )}
        {lien.etat === 'ouvert' ? (
          <p>
            <a href={repondreUrl({ jeton })}>Répondre tout de même</a>
          </p>
        ) : null}
      </SignaturePage>,
    )
  })
  .post(arretUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const lien = isToken(jeton) ? await arreterParLien(c.get('services'), jeton) : { etat: 'mort' as const }
    return lien.etat === 'mort' ? c.html(<Mort />, 404) : c.redirect(arretUrl({ jeton }), 303)
  })
