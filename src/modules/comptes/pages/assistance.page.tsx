import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterInstant } from '#kernel/zones.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Empty,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, entier, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { aujourdhuiUrl, connexionUrl } from '#web/links.ts'
import {
  type AccordDAssistance,
  accordDAssistance,
  assistances,
  type VisiteDAssistance,
} from '../db/adhesions.ts'
import { durees } from '../domain/session.ts'
import { commencerLAssistance, deciderDesVisites, terminerLAssistance } from '../gestes/tenir-ses-sessions.ts'
import { assistanceUrl, fermerAssistanceUrl, visitesUrl } from '../web/liens.ts'
import { exigerConnexion, exigerInstance, jetonDe } from '../web/visiteur.ts'

const max = durees.assistance.totaleMin
const fields = z.object({
  code: texte({ min: 2, max: 60, vide: 'Écrivez le nom court de la coopérative.' }),
  motif: texte({
    min: 10,
    max: 500,
    vide: 'Écrivez le motif : la coopérative le lira.',
    court: 'Précisez le motif : la coopérative le lira.',
  }),
  minutes: entier({ min: 1, max, phrase: `De 1 à ${max} minutes.` }),
})

const Vue = ({ form, ouverte }: { form: FormOf<typeof fields>; ouverte: boolean }) => (
  <Page
    title="Assister une coopérative"
    lede="Vous verrez ce qu’elle voit, sans rien pouvoir changer. Chaque page regardée est inscrite chez elle, avec votre nom et le motif."
    alert={form.alert}
  >
    {ouverte ? (
      <Section titre="En cours" id="en-cours">
        <Form form={emptyForm()} action={fermerAssistanceUrl()} classe="">
          <Button genre="main">Terminer la session d’assistance</Button>
        </Form>
      </Section>
    ) : (
      <Form form={form} noms={{ code: 'Coopérative', motif: 'Motif', minutes: 'Durée' }}>
        <FieldSection titre="La visite">
          <Field
            form={form}
            name="code"
            label="Nom court de la coopérative"
            hint="Celui de ses adresses : langue-et-lien."
            span={2}
          />
          <Field form={form} name="minutes" label="Durée" inputmode="numeric" unite="min" />
          <TextArea form={form} name="motif" label="Motif" hint="Ce que l’on vous a demandé, et qui." />
        </FieldSection>
        <Actions libelle="Ouvrir la session d’assistance" genre="grave" />
      </Form>
    )}
  </Page>
)

/** Un jour, trois jours, une semaine. */
const heuresDAccord = ['24', '72', '168'] as const
const accord = z.object({ heures: choix(heuresDAccord, { phrase: 'Choisissez pour combien de temps.' }) })
type FormAccord = FormOf<typeof accord>
const phraseDAccord = 'Qui règle la coopérative accepte une visite d’assistance, ou la refuse.'

const Accord = ({ lu, form }: { lu: AccordDAssistance; form: FormAccord }) => (
  <Section titre="Accepter une visite" id="accord">
    <p>
      {lu.jusqua
        ? `Qui tient cette instance peut venir regarder jusqu’au ${formaterInstant(lu.jusqua)}.`
        : 'Personne ne peut venir regarder : une visite demande d’abord l’accord de la coopérative.'}
    </p>
    {!lu.regle ? null : lu.jusqua ? (
      <Form form={emptyForm()} classe="">
        <Button geste="refuser">Ne plus accepter, et fermer la visite en cours</Button>
      </Form>
    ) : (
      <Form form={form} noms={{ heures: 'Durée' }}>
        <RadioGroup
          form={form}
          name="heures"
          label="Pour combien de temps"
          options={[
            { value: '24', label: 'un jour' },
            { value: '72', label: 'trois jours' },
            { value: '168', label: 'une semaine' },
          ]}
        />
        <p>
          <Button genre="main">Accepter une visite</Button>
        </p>
      </Form>
    )}
  </Section>
)

const VueVisites = ({
  visites,
  lu,
  form,
}: {
  visites: readonly VisiteDAssistance[]
  lu: AccordDAssistance
  form: FormAccord
}) => (
  <Page
    title="Visites d’assistance"
    lede="Qui, de l’équipe qui tient cette instance, est venu regarder vos données, pourquoi, et quelles pages. Rien n’a pu être changé."
    alert={form.alert}
  >
    <Accord lu={lu} form={form} />
    {visites.length === 0 ? (
      <Empty titre="Personne n’est venu">
        Toute visite d’assistance s’inscrira ici d’elle-même, et ne pourra plus en être retirée.
      </Empty>
    ) : (
      <Table
        legende="Visites d’assistance"
        lignes={visites}
        colonnes={[
          { titre: 'Ouverte le', entete: true, cell: (v) => formaterInstant(v.ouverteLe) },
          { titre: 'Par', cell: (v) => v.agent },
          { titre: 'Motif', cell: (v) => v.motif },
          { titre: 'Terminée', cell: (v) => formaterInstant(v.fermeeLe ?? v.expireLe) },
          {
            titre: 'Pages regardées',
            cell: (v) => (v.pages.length === 0 ? 'Aucune' : [...new Set(v.pages)].join(', ')),
          },
        ]}
      />
    )}
  </Page>
)

export const assistancePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const enCours = (c: Context<Env>) => c.get('visiteur')?.assistance === true
  const visites = async (c: Context<Env>, form: FormAccord, statut: 200 | 413 | 415 | 422) => {
    const acces = c.get('visiteur')?.acces
    const vu =
      acces &&
      (await db.withTenant(acces, async (tx) => ({
        visites: await assistances(tx),
        lu: await accordDAssistance(tx),
      })))
    return vu ? c.html(<VueVisites {...vu} form={form} />, statut) : notFound(c)
  }
  return new Hono<Env>()
    .use(assistanceUrl.modele, exigerInstance())
    .use('/instance/assistance/*', exigerInstance())
    .get(assistanceUrl.modele, (c) =>
      c.html(<Vue form={emptyForm(undefined, { minutes: 30 })} ouverte={enCours(c)} />),
    )
    .post(assistanceUrl.modele, async (c) => {
      const jeton = jetonDe(c)
      if (!jeton) return c.redirect(connexionUrl(), 303)
      const read = await readForm(fields, c)
      if (!read.ok) return c.html(<Vue form={read.form} ouverte={enCours(c)} />, read.status)
      const r = await commencerLAssistance(db, tokenDigest(jeton), read.data)
      if (!r.ok)
        return r.error.code === 'interdit'
          ? notFound(c)
          : c.html(<Vue form={withErrors(read.form, { code: r.error.phrase })} ouverte={false} />, 422)
      return redirectWith(c, aujourdhuiUrl(), {
        genre: 'fait',
        fort: 'Session d’assistance ouverte.',
        suite: 'Lecture seule ; chaque page est inscrite.',
      })
    })
    .post(fermerAssistanceUrl.modele, async (c) => {
      const jeton = jetonDe(c)
      if (jeton) await terminerLAssistance(db, tokenDigest(jeton))
      return redirectWith(c, assistanceUrl(), { genre: 'fait', fort: 'Session d’assistance terminée.' })
    })
    .use(visitesUrl.modele, exigerConnexion())
    .get(visitesUrl.modele, (c) => visites(c, emptyForm(undefined, { heures: '24' }), 200))
    .post(visitesUrl.modele, async (c) => {
      const acces = c.get('visiteur')?.acces
      // Le droit d’abord : qui ne règle pas la coopérative n’apprend pas ce qui manque à son envoi.
      const lu = acces && (await db.withTenant(acces, (tx) => accordDAssistance(tx)))
      if (!lu?.regle) return forbidden(c, phraseDAccord)
      const read = await readForm(accord, c)
      const rien = await readForm(z.object({}), c)
      const heures =
        rien.ok && rien.geste === 'refuser' ? null : read.ok ? Number(read.data.heures) : undefined
      if (heures === undefined) return visites(c, read.form, read.ok ? 422 : read.status)
      const jeton = jetonDe(c)
      const fait =
        acces && jeton !== undefined
          ? await db.withTenant(acces, (tx) =>
              deciderDesVisites(tx, heures, { empreinte: tokenDigest(jeton), maintenant: clock.now() }),
            )
          : undefined
      if (!fait?.ok) return forbidden(c, phraseDAccord)
      return redirectWith(c, visitesUrl(), {
        genre: 'fait',
        fort: heures === null ? 'Plus personne ne peut venir regarder.' : 'Une visite est acceptée.',
      })
    })
}
