import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { ok } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'
import { exigerDroit, geste } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  CheckboxField,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, choix } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import type { Pole, PoleId } from '../db/poles.ts'
import { fonder, regler } from '../gestes/pole.ts'
import { regarder } from '../lecture/regard.ts'
import { fonderUrl, polesUrl, poleUrl, proposerUrl, reglerPoleUrl } from '../liens.ts'
import { champGenre, champsDuPole, EntreeDuPole, GenreDuPole, nomsDuPole } from './pole-champs.tsx'

const commun = { ...champsDuPole, public: caseCochee() }
const fields = z.object({ ...commun, genre: champGenre })
const etats = ['actif', 'en-sommeil', 'clos'] as const
const reglages = z.object({ ...commun, etat: choix(etats, { phrase: 'Dites si le pôle vit.' }) })
type Formulaire = FormOf<typeof fields & typeof reglages>

const Vue = ({ form, pole }: { form: Formulaire; pole?: Pole }) => (
  <Page
    title={pole ? 'Réglages du pôle' : 'Fonder un pôle'}
    lede={
      pole
        ? undefined
        : 'L’Union le fonde sans attendre de signatures : votre coopérative en est la première membre, et vous l’animez.'
    }
    path={[
      { libelle: 'Pôle', href: polesUrl() },
      ...(pole ? [{ libelle: pole.nom, href: poleUrl({ pole: pole.id }) }] : []),
    ]}
    alert={form.alert}
  >
    <Form form={form} action={pole ? reglerPoleUrl({ pole: pole.id }) : fonderUrl()} noms={nomsDuPole}>
      <FieldSection titre="Ce qu’il est">
        <Field form={form} name="nom" label="Nom" span={2} hint="Pôle Formation, Pôle Essonne" />
        {pole ? null : <GenreDuPole form={form} />}
        <TextArea
          form={form}
          name="raison"
          label="Raison d’être"
          rows={3}
          hint="ce que l’on y met en commun, et ce que chacune garde"
        />
        <Field form={form} name="territoire" label="Territoire" optional span={2} />
      </FieldSection>
      <FieldSection titre="Comment on y entre">
        <EntreeDuPole form={form} hint="publié sur le site de l’Union" />
        <CheckboxField
          form={form}
          name="public"
          label="Le pôle se montre sur le site public, avec ses rencontres et ses retours"
        />
        {pole ? (
          <RadioGroup
            form={form}
            name="etat"
            label="Le pôle"
            hint="en sommeil, il se montre et s’écrit encore ; clos, il se lit et n’accueille plus"
            options={[
              { value: 'actif', label: 'vit' },
              { value: 'en-sommeil', label: 'est en sommeil' },
              { value: 'clos', label: 'est clos' },
            ]}
          />
        ) : null}
      </FieldSection>
      <Actions libelle={pole ? 'Enregistrer les réglages' : 'Fonder le pôle'}>
        <a href={pole ? poleUrl({ pole: pole.id }) : polesUrl()}>Revenir sans rien changer</a>
      </Actions>
    </Form>
  </Page>
)

const phraseAnime = 'Qui anime le pôle en change les réglages.'

export const fonderPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(fonderUrl.modele, exigerDroit('pole.mandater'), (c) =>
      // L'Union fonde d'elle-même ; une coopérative propose, et d'autres signent.
      c.get('visiteur')?.administreInstance
        ? c.html(<Vue form={emptyForm(undefined, { genre: 'metier', entree: 'visa', public: true })} />)
        : c.redirect(proposerUrl(), 303),
    )
    .post(fonderUrl.modele, exigerDroit('pole.mandater'), async (c) => {
      if (!c.get('visiteur')?.administreInstance)
        return forbidden(
          c,
          'Un pôle se propose aux autres coopératives, qui le signent ; l’Union seule le fonde sans attendre.',
        )
      const read = await readForm(fields, c)
      if (!read.ok) return c.html(<Vue form={read.form} />, read.status)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const { data } = read
        const id = ((read.jeton && asId<'Pole'>(read.jeton)) || newId<'Pole'>(clock.now())) as PoleId
        const vers = poleUrl({ pole: id })
        const fait = await fonder(tx, visiteur, { ...data, id, courriel: data.courriel ?? '' }, clock.now())
        if (!fait.ok) return c.html(<Vue form={withErrors(read.form, { nom: fait.error.phrase })} />, 409)
        if (fait.value === 'deja') return c.redirect(vers, 303)
        return redirectWith(c, vers, {
          genre: 'fait',
          fort: `${uneLigne(data.nom)} est fondé.`,
          suite: 'Convoquez sa première rencontre.',
        })
      })
    })

export const reglerPolePage = geste({
  lien: reglerPoleUrl,
  droit: 'pole.participer',
  lire: (tx, { pole }, { visiteur }) => regarder(tx, visiteur, pole),
  peut: ({ anime }) => anime || phraseAnime,
  champs: reglages,
  depart: (_tx, { pole: { nom, raison, territoire, courriel, entree, public: montre, etat } }) => ({
    nom,
    raison,
    territoire,
    courriel,
    entree,
    public: montre,
    etat: etats.find((e) => e === etat) ?? 'actif',
  }),
  vue: ({ pole }, form) => <Vue form={form} pole={pole} />,
  faire: async (tx, { lu: { pole }, data }) =>
    ok(await regler(tx, pole.id, { ...data, courriel: data.courriel ?? '' })),
  suite: (_, { pole }) => ({
    vers: poleUrl({ pole: pole.id }),
    dit: { genre: 'fait', fort: 'Les réglages sont enregistrés.' },
  }),
})
