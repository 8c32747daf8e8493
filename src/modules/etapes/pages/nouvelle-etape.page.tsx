/** Ajouter une étape à soi : son nom, à qui, quand, avec quels mots. Elle ne part pas seule tant qu’on ne l’a pas relue sur une session. */
import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import { Actions, Field, FieldSection, Form, Page, RadioGroup, TextArea } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, entier, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { codePropre, etapeDe, motPublic, publicsPropres } from '../domain/etapes.ts'
import { type Mot, mots, motsPermis } from '../domain/mots.ts'
import { moments } from '../domain/reglage.ts'
import { ajouterUneEtape, retirerOuRemettre } from '../gestes/regler.ts'
import { nouvelleEtapeUrl, reglagesUrl } from '../liens.ts'
import { peutRegler, refusRegler } from './commun.tsx'

const fields = z.object({
  nom: texte({ min: 3, max: 80, vide: 'Donnez un nom à cette étape.' }),
  publics: choix(publicsPropres, { phrase: 'Dites à qui elle s’adresse.' }),
  jours: entier({ min: 0, max: 180, phrase: 'Écrivez un nombre de jours, de 0 à 180.' }),
  bord: choix(['avant', 'apres'], { phrase: 'Dites si elle part avant la session, ou après.' }),
  objet: texte({ min: 3, max: 200, vide: 'Écrivez l’objet du message.' }),
  corps: texte({ min: 10, max: 6000, vide: 'Écrivez le message.' }),
})
type Formulaire = FormOf<typeof fields>

/** Tous les mots, et pour qui chacun vaut : on choisit le public sur la même page. */
const tousLesMots: readonly Mot[] = [
  ...new Set(
    publicsPropres.flatMap((publics) =>
      motsPermis(etapeDe({ code: codePropre(''), nom: '', publics, ancre: 'debut' })),
    ),
  ),
]
const pourQui = (m: Mot): string =>
  m === 'client' || m === 'stagiaires' ? ' (aux clients)' : m === 'effectif' ? ' (aux intervenants)' : ''

const Vue = ({ form }: { form: Formulaire }) => (
  <Page
    title="Ajouter une étape"
    lede="Un message à vous, qui part de chaque session à son jour. Écrit ici, il ne part pas encore seul : vous le relirez sur une vraie session, puis vous l’armerez."
    path={[{ libelle: 'Envois', href: reglagesUrl() }]}
    alert={form.alert}
  >
    <Form
      form={form}
      noms={{
        nom: 'Nom',
        publics: 'À qui',
        jours: 'Jours',
        bord: 'Quand',
        objet: 'Objet',
        corps: 'Message',
      }}
    >
      <FieldSection titre="L’étape">
        <Field
          form={form}
          name="nom"
          label="Nom"
          span={3}
          maxlength={80}
          hint="tel que l’équipe le lira : « Plan d’accès », « Parrainage »"
        />
        <RadioGroup
          form={form}
          name="publics"
          label="À qui"
          options={publicsPropres.map((value) => ({ value, label: motPublic[value] }))}
        />
      </FieldSection>
      <FieldSection titre="Quand">
        <Field form={form} name="jours" label="Nombre de jours" inputmode="numeric" unite="j" />
        <RadioGroup
          form={form}
          name="bord"
          label="Avant ou après"
          options={[
            { value: 'avant', label: `${moments.avant.libelle} : 1 est la veille` },
            { value: 'apres', label: `${moments.apres.libelle} : 0 est ce jour-là` },
          ]}
        />
      </FieldSection>
      <FieldSection titre="Avec quels mots">
        <Field form={form} name="objet" label="Objet" span={3} />
        <TextArea form={form} name="corps" label="Message" rows={12} />
        <details>
          <summary>Les mots qui se remplacent pour chacun</summary>
          <ul>
            {tousLesMots.map((m) => (
              <li>
                <code>{`{${m}}`}</code> : {mots[m]}
                {pourQui(m)}
              </li>
            ))}
          </ul>
        </details>
      </FieldSection>
      <Actions libelle="Ajouter cette étape">
        <a href={reglagesUrl()}>Renoncer</a>
      </Actions>
    </Form>
    <p class="sub">
      À qui elle part, et si c’est avant ou après la session, ne change plus ensuite : ce que vous aurez relu
      les suppose. Le nom, le jour et les mots, oui. Une étape se retire quand on veut.
    </p>
  </Page>
)

export const nouvelleEtapePage = new Hono<Env>()
  .get(nouvelleEtapeUrl(), exigerDroit('inscriptions.lire'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!(await peutRegler(tx, visiteur))) return forbidden(c, refusRegler)
      const brut = c.req.query('a') ?? ''
      const publics = publicsPropres.find((p) => p === brut)
      return c.html(<Vue form={emptyForm(undefined, publics ? { publics } : {})} />)
    }),
  )
  .post(nouvelleEtapeUrl(), exigerDroit('inscriptions.lire'), async (c) => {
    const read = await readForm(fields, c)
    return pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!(await peutRegler(tx, visiteur))) return forbidden(c, refusRegler)
      if (!read.ok) return c.html(<Vue form={read.form} />, read.status)
      const { jours, bord, ...dit } = read.data
      const { nom, publics } = dit
      const code = codePropre(asId(read.jeton ?? '') ?? newId())
      const le = c.get('services').clock.now()
      const fait = await ajouterUneEtape(tx, visiteur, { ...dit, code }, { moment: bord, jours }, le)
      if (!fait.ok) return c.html(<Vue form={withErrors(read.form, fait.error)} />, 422)
      return redirectWith(c, `${reglagesUrl()}#${publics}`, {
        genre: 'fait',
        fort: `« ${nom} » est ajoutée.`,
        suite: 'Elle ne part pas encore seule : relisez-la sur une session, puis armez-la.',
      })
    })
  })
  .post('/cooperative/envois/:code/:geste{retirer|remettre}', exigerDroit('inscriptions.lire'), async (c) => {
    await readForm(z.object({}), c)
    return pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!(await peutRegler(tx, visiteur))) return forbidden(c, refusRegler)
      const retire = c.req.param('geste') === 'retirer'
      const sens = retire ? 'retirer' : 'remettre'
      const le = c.get('services').clock.now()
      const fait = await retirerOuRemettre(tx, visiteur, c.req.param('code'), sens, le)
      if (!fait.ok)
        return fait.error.code === 'absente'
          ? notFound(c)
          : redirectWith(c, reglagesUrl(), {
              genre: 'mal',
              fort: `« ${fait.error.nom} » n’est pas remise.`,
              suite: fait.error.phrase,
            })
      const nom = fait.value
      return redirectWith(c, reglagesUrl(), {
        genre: 'fait',
        fort: `« ${nom} » est ${retire ? 'retirée' : 'remise'}.`,
        suite: retire
          ? 'Plus rien n’en part ; ce qui est parti reste au journal.'
          : 'Relisez-la sur une session avant de l’armer.',
      })
    })
  })
