/** « Renoncer au contrat ici » : la déclaration, puis sa confirmation, puis l’accusé. Par le lien du contrat, sans compte et sans script. */
import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { jourLocal, type Zone, zones } from '#kernel/zones.ts'
import { isToken } from '#platform/auth/token.ts'
import { Button, ButtonLink, Definitions, Etat, Field, Form, PublicPage, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { courriel, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm } from '#web/form.ts'
import type { Refus } from '#web/form-state.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { notFound } from '#web/http/errors.tsx'
import { declarer, direHeure } from '../domain/declarer-retractation.ts'
import { nomDuGenre } from '../domain/genres.ts'
import { declarationDe, renoncerParLien } from '../gestes/renoncer-par-lien.ts'
import { lireDemandeParLien, type VueDeDemande } from '../gestes/signer-par-lien.ts'
import { renoncerUrl, signerPiecePdfUrl, signerPieceUrl } from '../liens.ts'
import type { PrisesDocuments } from '../prises.ts'
import { lienMort } from './lien-mort.tsx'

const fields = z.object({
  nom: texte({ min: 2, max: 120, vide: 'Écrivez votre nom.' }),
  courriel: courriel(),
})
type Formulaire = FormOf<typeof fields>

/** « lundi 16 novembre 2026 à minuit » ; la pendule, quand ce n’est pas celle de l’organisme. */
const direTerme = (droit: { readonly dernierJour: DateCivile; readonly zone: Zone }, maison: Zone): string =>
  `${formaterDate(droit.dernierJour, 'complet')} à minuit${droit.zone === maison ? '' : ` (${zones[droit.zone]})`}`

/** Ce que dit la page du contrat signé : le droit tant qu’il court, puis ce qu’il fut. */
export const RenoncerIci = ({ vue, jeton }: { vue: VueDeDemande; jeton: string }) => {
  const droit = vue.retractation
  if (droit?.etat === 'ouvert')
    return (
      <Section titre="Changer d’avis" id="renoncer">
        <p>{`Vous pouvez renoncer à ce contrat, sans motif, jusqu’au ${direTerme(droit, vue.zone)}.`}</p>
        <p>
          <ButtonLink href={renoncerUrl({ jeton })}>Renoncer au contrat ici</ButtonLink>
        </p>
      </Section>
    )
  if (droit?.etat === 'exerce')
    return (
      <p>
        <Etat etat="sans-objet" mot="contrat rétracté" />{' '}
        {`Vous y avez renoncé le ${formaterDate(jourLocal(droit.le, vue.zone), 'complet')}. `}
        <a href={renoncerUrl({ jeton })}>Relire la rétractation</a>
      </p>
    )
  return null
}

type Etape = 'declarer' | 'confirmer'

const Declarer = ({ form, vue, jeton }: { form: Formulaire; vue: VueDeDemande; jeton: string }) => (
  <Form form={form} noms={{ nom: 'Votre nom', courriel: 'Votre courriel' }}>
    <div class="champs">
      <Field form={form} name="nom" label="Votre nom" autocomplete="name" maxlength={120} span={3} />
      <Field
        form={form}
        name="courriel"
        label="Où recevoir l’accusé de réception"
        hint="Il redira votre déclaration, sa date et son heure."
        type="email"
        autocomplete="email"
        maxlength={254}
        span={3}
      />
      <div class="actions l3">
        <p>
          <Button genre="call" geste="declarer">
            Continuer
          </Button>
          <a href={signerPieceUrl({ jeton })}>Garder le contrat</a>
        </p>
      </div>
      <p class="sub l3">
        {`Rien n’est encore envoyé : vous relirez votre déclaration, puis la confirmerez. Avec elle sont gardés l’heure, cette adresse, l’adresse réseau et l’appareil. ${vue.organisme} en est prévenu aussitôt.`}
      </p>
    </div>
  </Form>
)

const Confirmer = ({ form, vue, jeton }: { form: Formulaire; vue: VueDeDemande; jeton: string }) => {
  const nom = fieldValue(form, 'nom')
  return (
    <Form form={form}>
      <input type="hidden" name="nom" value={nom} />
      <input type="hidden" name="courriel" value={fieldValue(form, 'courriel')} />
      <div class="champs">
        <p class="l3">{declarer(declarationDe(vue, nom))}</p>
        <p class="sub l3">{`L’accusé de réception partira à ${fieldValue(form, 'courriel')}.`}</p>
        <div class="actions l3">
          <p>
            <Button genre="grave" geste="confirmer">
              Confirmer la rétractation
            </Button>
            <Button geste="corriger">Corriger</Button>
            <a href={signerPieceUrl({ jeton })}>Garder le contrat</a>
          </p>
        </div>
      </div>
    </Form>
  )
}

const Contrat = ({ vue, jeton }: { vue: VueDeDemande; jeton: string }) => (
  <Definitions
    lignes={[
      [
        'Contrat',
        <a href={signerPiecePdfUrl({ jeton, fichier: '0.pdf' })} target="_blank" rel="noopener">
          {`${nomDuGenre(vue.piece.genre)}, ${vue.piece.numero}`}
        </a>,
      ],
      ['Pour', vue.piece.libelle],
      ['Avec', vue.organisme],
      ...(vue.signature
        ? [['Signé le', formaterDate(jourLocal(vue.signature.signeeLe, vue.zone), 'complet')] as const]
        : []),
    ]}
  />
)

/** Ce que vaut le droit, en une phrase, avant tout le reste. */
const ledeDe = ({ retractation: droit, declaree, organisme, zone }: VueDeDemande): string => {
  switch (droit?.etat) {
    case 'ouvert':
      return `Vous avez jusqu’au ${direTerme(droit, zone)}, et aucun motif à donner. ${
        droit.anticipe
          ? 'Vous aviez demandé à commencer avant la fin de ce délai : la part déjà suivie reste due, le reste non.'
          : 'Rien ne vous sera demandé.'
      }`
    case 'exerce':
      return declaree
        ? 'L’accusé de réception vous est envoyé par courriel : gardez-le.'
        : `${organisme} l’a noté le ${formaterDate(jourLocal(droit.le, zone), 'complet')}.`
    case 'clos':
      return droit.pourquoi === 'executee'
        ? 'L’action que vous aviez demandé à suivre sans attendre est entièrement exécutée : ce contrat ne se rétracte plus (C. conso., art. L221-28).'
        : `Le délai pour y renoncer a fini le ${formaterDate(droit.dernierJour, 'complet')}. Une rétractation envoyée avant vaut encore : écrivez à ${organisme}.`
    default:
      return ''
  }
}

const Page = ({
  vue,
  jeton,
  form,
  etape,
  alerte,
}: {
  vue: VueDeDemande
  jeton: string
  form: Formulaire
  etape: Etape
  alerte?: Refus | undefined
}) => {
  const droit = vue.retractation
  const titre =
    droit?.etat === 'exerce'
      ? 'Vous avez renoncé à ce contrat'
      : etape === 'confirmer'
        ? 'Confirmer la rétractation'
        : 'Renoncer au contrat'
  return (
    <PublicPage title={titre} maison={vue.organisme} lede={ledeDe(vue)} alert={alerte}>
      {vue.declaree || (droit?.etat === 'ouvert' && etape === 'confirmer') ? (
        <Section titre="Votre déclaration" id="declaration">
          {vue.declaree ? (
            <p role="status">
              <Etat etat="prouve" mot="Rétractation enregistrée" />{' '}
              {`le ${direHeure(vue.declaree.signeeLe, vue.zone)}.`}
            </p>
          ) : null}
          {vue.declaree ? (
            <p>{vue.declaree.consentement}</p>
          ) : (
            <Confirmer form={form} vue={vue} jeton={jeton} />
          )}
        </Section>
      ) : null}
      <Section titre="Le contrat" id="contrat">
        <Contrat vue={vue} jeton={jeton} />
      </Section>
      {droit?.etat === 'ouvert' && etape === 'declarer' ? (
        <Section titre="Vous" id="vous">
          <Declarer form={form} vue={vue} jeton={jeton} />
        </Section>
      ) : null}
    </PublicPage>
  )
}

const enForm = (vue: VueDeDemande): Formulaire => ({
  ...emptyForm<keyof z.input<typeof fields>>(),
  values: new Map([
    ['nom', [vue.signature?.nom ?? vue.demande.nom]],
    ['courriel', [vue.demande.courriel]],
  ]),
})

export const renoncerPages = (prises: PrisesDocuments) =>
  new Hono<Env>()
    .use(renoncerUrl.modele, async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get(renoncerUrl.modele, async (c) => {
      const jeton = c.req.param('jeton')
      const vue = isToken(jeton) ? await lireDemandeParLien(c.get('services'), prises, jeton) : undefined
      if (!vue) return lienMort(c)
      if (!vue.retractation || vue.retractation.etat === 'a-signer') return notFound(c)
      return c.html(<Page vue={vue} jeton={jeton} form={enForm(vue)} etape="declarer" />)
    })
    .post(renoncerUrl.modele, async (c) => {
      const jeton = c.req.param('jeton')
      const services = c.get('services')
      if (!isToken(jeton)) return lienMort(c)
      const lu = await readForm(fields, c, { corps: 20_000 })
      const vue = await lireDemandeParLien(services, prises, jeton)
      if (!vue) return lienMort(c)
      if (!vue.retractation || vue.retractation.etat === 'a-signer') return notFound(c)
      if (!lu.ok)
        return c.html(
          <Page vue={vue} jeton={jeton} form={lu.form} etape="declarer" alerte={lu.form.alert} />,
          lu.status,
        )
      if (lu.geste === 'corriger')
        return c.html(<Page vue={vue} jeton={jeton} form={lu.form} etape="declarer" />)
      // Déclarer n’écrit rien : la confirmation est un geste à part, sur la déclaration relue.
      if (lu.geste !== 'confirmer')
        return c.html(<Page vue={vue} jeton={jeton} form={lu.form} etape="confirmer" />)
      const issue = await renoncerParLien(services, prises, jeton, {
        ...lu.data,
        ip: clientIp(c),
        agent: (c.req.header('user-agent') ?? '').slice(0, 300),
      })
      if (!issue) return lienMort(c)
      return c.html(
        <Page
          vue={issue.vue}
          jeton={jeton}
          form={lu.form}
          etape="declarer"
          alerte={issue.refus ? { titre: 'Rien n’a été envoyé', phrase: issue.refus.phrase } : undefined}
        />,
        issue.refus ? 409 : 200,
      )
    })
