/** La convention d’un groupement, lue et signée par un lien, sans compte. L’adresse est un secret : ni indexée, ni gardée. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterInstant } from '#kernel/zones.ts'
import {
  fautesDeSignature,
  lienMort,
  masquerCourriel,
  pdfResponse,
  Signer,
} from '#modules/documents/index.ts'
import { isToken } from '#platform/auth/token.ts'
import { Definitions, Etat, PublicPage, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import type { Refus } from '#web/form-state.ts'
import { conflict, notFound } from '#web/http/errors.tsx'
import type { ConventionASigner } from '../db/convention.ts'
import { composerPapier } from '../documents/papiers.ts'
import type { PapierDeConvention } from '../domain/convention.ts'
import {
  consentementDe,
  envoyerCode,
  type IssueParLien,
  lireParLien,
  refuserParLien,
  signerParLien,
} from '../gestes/convention.ts'
import { conventionJsonUrl, conventionPdfUrl, conventionUrl } from '../liens.ts'
import { donneesDeConvention } from './commun.tsx'

const champs = z.object({
  nom: texte({ max: 200 }),
  qualite: texte({ max: 120 }),
  consentement: caseCochee(),
  anticipe: caseCochee(),
  code: texte({ max: 20 }),
  motif: texte({ max: 500 }),
})
type Formulaire = FormOf<typeof champs>

const enForm = (vue: ConventionASigner): Formulaire =>
  emptyForm(undefined, { nom: vue.nom, qualite: vue.qualite })

const Vue = ({
  vue,
  jeton,
  form = enForm(vue),
  alerte,
  parti = false,
}: {
  vue: ConventionASigner
  jeton: string
  form?: Formulaire
  alerte?: Refus | undefined
  /** Un code vient de partir. */
  parti?: boolean
}) => (
  <PublicPage
    title={vue.signeeLe ? 'C’est signé' : 'Une convention à signer'}
    maison={vue.cooperative}
    lede={`${vue.cooperative} vous demande de signer la convention du groupement « ${vue.objet} ».`}
    alert={alerte}
  >
    <Section titre={vue.signeeLe ? 'Le papier' : 'À lire d’abord'} id="lire">
      <p>
        <a href={conventionPdfUrl({ jeton })} target="_blank" rel="noopener">
          Lire la convention, version {vue.version}
        </a>{' '}
        <span class="sub">PDF, nouvelle fenêtre</span> ·{' '}
        <a href={conventionJsonUrl({ jeton })}>ses données (JSON)</a>, dont l’empreinte est signée
      </p>
    </Section>
    {vue.signeeLe ? (
      <>
        <p role="status">
          <Etat etat="prouve" mot="Convention signée" />
        </p>
        <Definitions
          lignes={[
            ['Par', `${vue.nom}, ${vue.qualite}`],
            ['Le', `${formaterInstant(vue.signeeLe)}, heure de Paris`],
            ['Empreinte des données du papier', vue.empreinte.replace(/(.{8})(?=.)/g, '$1 ')],
          ]}
        />
      </>
    ) : vue.refuseeLe ? (
      <p role="status">
        <Etat etat="manquant" mot="Convention refusée" /> Les membres du groupement lisent votre refus, avec
        sa raison : « {vue.motif} ».
      </p>
    ) : (
      <>
        {parti ? (
          <p role="status">
            <Etat etat="prouve" mot="Le code est parti" /> à {masquerCourriel(vue.courriel)}. Il vaut quinze
            minutes.
          </p>
        ) : null}
        <Signer
          form={form}
          codeParti={vue.codeLe !== null}
          consentement={consentementDe(vue)}
          courriel={vue.courriel}
          gardes="votre nom, votre qualité, l’heure et l’adresse de courriel. Les membres du groupement lisent votre nom, votre qualité et l’heure"
        />
      </>
    )}
  </PublicPage>
)

const secret = async (c: Context<Env>, next: () => Promise<void>) => {
  c.header('referrer-policy', 'same-origin')
  c.header('cache-control', 'no-store')
  c.header('x-robots-tag', 'noindex')
  await next()
}

export const signerConventionPage = new Hono<Env>()
  .use(conventionUrl.modele, secret)
  .use(conventionPdfUrl.modele, secret)
  .use(conventionJsonUrl.modele, secret)
  .get(conventionUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const vue = isToken(jeton) ? await lireParLien(c.get('services'), jeton) : undefined
    return vue ? c.html(<Vue vue={vue} jeton={jeton} />) : lienMort(c)
  })
  .get(conventionPdfUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const vue = isToken(jeton) ? await lireParLien(c.get('services'), jeton) : undefined
    if (!vue) return notFound(c)
    const papier = JSON.parse(vue.papier) as PapierDeConvention
    const rendu = await composerPapier(
      c.get('services'),
      papier,
      papier,
      vue.le,
      `empreinte des données ${vue.empreinte}`,
    )
    return rendu.ok
      ? pdfResponse(rendu.value.pdf, `convention-version-${vue.version}.pdf`, 'inline')
      : conflict(c, rendu.error.phrase, 'Le papier ne se compose pas')
  })
  .get(conventionJsonUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const vue = isToken(jeton) ? await lireParLien(c.get('services'), jeton) : undefined
    return vue ? donneesDeConvention(vue.papier, vue.version) : notFound(c)
  })
  .post(conventionUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const services = c.get('services')
    const lu = await readForm(champs, c, { corps: 20_000 })
    const avant = isToken(jeton) ? await lireParLien(services, jeton) : undefined
    if (!avant) return lienMort(c)
    if (!lu.ok)
      return c.html(<Vue vue={avant} jeton={jeton} form={lu.form} alerte={lu.form.alert} />, lu.status)
    const geste = lu.geste ?? (avant.codeLe ? 'signer' : 'code')
    const manques = fautesDeSignature(geste, 'signature', lu.data)
    if (manques.length > 0)
      return c.html(
        <Vue vue={avant} jeton={jeton} form={withErrors(lu.form, Object.fromEntries(manques))} />,
        422,
      )
    const issue: IssueParLien | undefined =
      geste === 'refuser'
        ? await refuserParLien(services, jeton, lu.data.motif)
        : geste === 'code'
          ? await envoyerCode(services, jeton)
          : await signerParLien(services, jeton, { ...lu.data, code: lu.data.code.replace(/\D/g, '') })
    if (!issue) return lienMort(c)
    const { vue, refus, fait } = issue
    if (!refus) return c.html(<Vue vue={vue} jeton={jeton} form={lu.form} parti={fait === 'code'} />)
    const titre = geste === 'code' ? 'Aucun code n’est parti' : 'Rien n’a été signé'
    return c.html(
      <Vue vue={vue} jeton={jeton} form={lu.form} alerte={{ titre, phrase: refus.phrase }} />,
      409,
    )
  })
