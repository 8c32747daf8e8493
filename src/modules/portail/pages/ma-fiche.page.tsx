import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { sirenDe } from '#kernel/identifiants.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  exigerDroit,
  lireOrganisme,
  cooperativeUrl as maCooperativeUrl,
  type OrganismeLu,
} from '#modules/organisme/index.ts'
import { OCTETS_MAX, reduireImage } from '#platform/images/reduire.ts'
import { createRegistres, createRegistresLocaux } from '#platform/registres/create-registres.ts'
import type { RegistresPublics } from '#platform/registres/registres.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  CheckboxField,
  CheckboxGroup,
  Etat,
  Facts,
  Field,
  FieldSection,
  FileField,
  Form,
  Page,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import {
  caseCochee,
  choix,
  courriel,
  date,
  entier,
  facultatif,
  fichierFacultatif,
  plusieurs,
  texte,
} from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Fiche, lireFiche, type SourceQualiopi, sourcesQualiopi } from '../db/annuaire.ts'
import { type LogoEnListe, lireLogo } from '../db/logos.ts'
import { garderLaFiche, type LogoVoulu } from '../gestes/tenir-la-fiche.ts'
import { cooperativeUrl, logoUrl, maFicheUrl } from '../liens.ts'
import { portees } from './cooperative-fiche.tsx'

const effectifs = ['0', '1-5', '6-9', '10-19', '20-49', '50-99', '100+'] as const
const fields = z.object({
  description: texte({ max: 2000 }),
  themes: texte({ max: 500 }),
  publics: texte({ max: 500 }),
  departements: texte({ max: 2000 }),
  nsf: texte({ max: 200 }),
  formacodes: texte({ max: 200 }),
  effectif: facultatif(choix(effectifs)),
  creeeEn: facultatif(entier({ min: 1800, max: 2200 })),
  qualiopi: plusieurs(['AF', 'BC', 'VAE', 'CFA']),
  qualiopiSource: facultatif(choix(Object.keys(sourcesQualiopi) as [SourceQualiopi, ...SourceQualiopi[]])),
  qualiopiLe: facultatif(date()),
  siegeMasque: caseCochee(),
  contact: facultatif(courriel()),
  logo: fichierFacultatif({ genres: ['jpeg', 'png'], max: 10_000_000 }),
  logoDesDocuments: caseCochee(),
  sansLogo: caseCochee(),
  publique: caseCochee(),
})
type Formulaire = FormOf<typeof fields>

type VueProps = {
  form: Formulaire
  o: OrganismeLu
  f: Fiche | undefined
  logo: LogoEnListe | undefined
}
const Vue = ({ form, o, f, logo }: VueProps) => (
  <Page
    title="Fiche d’annuaire"
    lede="Ce que le public lit de votre coopérative dans l’annuaire de l’Union. L’identité vient de sa fiche."
    path={[{ libelle: 'Coopérative', href: maCooperativeUrl() }]}
    alert={form.alert}
    facts={
      <Facts
        faits={[
          [
            'État',
            f?.publieeLe ? <Etat etat="prouve" mot="publiée" /> : <Etat etat="partiel" mot="pas publiée" />,
          ],
          ...(f?.publieeLe
            ? [['La voir', <a href={cooperativeUrl({ code: o.code })}>dans l’annuaire</a>] as const]
            : []),
        ]}
      />
    }
  >
    <Form
      form={form}
      action={maFicheUrl()}
      fichiers
      noms={{
        qualiopiLe: 'Jour de la source',
        qualiopiSource: 'Source',
        creeeEn: 'Année',
        contact: 'Courriel',
        departements: 'Départements',
        nsf: 'Spécialités',
        logo: 'Logo',
      }}
    >
      <FieldSection titre="D’après les registres" plein>
        <p>
          L’annuaire des entreprises et la liste publique des organismes de formation disent l’effectif,
          l’année, les spécialités et la portée Qualiopi. <Button geste="preremplir">Préremplir</Button>
        </p>
      </FieldSection>
      <FieldSection titre="Ce que vous faites">
        <TextArea form={form} name="description" label="En quelques phrases" rows={4} optional />
        <Field
          form={form}
          name="themes"
          label="Thèmes"
          optional
          span={2}
          hint="langues, menuiserie, numérique"
        />
        <Field form={form} name="publics" label="Publics" optional />
        <Field
          form={form}
          name="departements"
          label="Départements où vous formez"
          optional
          span={3}
          hint="75, 93, 2A ; ou leur nom"
        />
        <Field form={form} name="nsf" label="Spécialités (NSF)" optional hint="trois chiffres : 136, 326" />
        <Field form={form} name="formacodes" label="Formacodes" optional hint="cinq chiffres : 15254" />
      </FieldSection>
      <FieldSection titre="Qui vous êtes">
        <SelectField
          form={form}
          name="effectif"
          label="Effectif"
          vide="non dit"
          options={effectifs.map((value) => ({ value, label: value === '0' ? 'aucun salarié' : value }))}
        />
        <Field form={form} name="creeeEn" label="Créée en" inputmode="numeric" optional />
        <Field form={form} name="contact" label="Courriel public" type="email" optional />
        <CheckboxField form={form} name="siegeMasque" label="Ne pas montrer l’adresse du siège" />
      </FieldSection>
      <FieldSection titre="Logo">
        {logo ? (
          <p>
            <img
              class="logo"
              src={logoUrl({ code: o.code, cle: logo.cle })}
              alt={`Logo ${de(o.nom)}`}
              width={160}
              height={80}
            />
          </p>
        ) : null}
        <FileField
          form={form}
          name="logo"
          label={logo ? 'Le remplacer' : 'Une image'}
          accept="image/jpeg,image/png"
          optional
          hint="JPEG ou PNG ; réduite, et sans ce que l’appareil y a noté"
        />
        {o.logo ? (
          <CheckboxField form={form} name="logoDesDocuments" label="Montrer celui de nos documents" />
        ) : null}
        {logo ? <CheckboxField form={form} name="sansLogo" label="Ne plus montrer de logo" /> : null}
      </FieldSection>
      <FieldSection titre="Qualiopi">
        <CheckboxGroup
          form={form}
          name="qualiopi"
          label="Portée"
          options={Object.entries(portees).map(([value, label]) => ({ value, label }))}
        />
        <SelectField
          form={form}
          name="qualiopiSource"
          label="Source"
          span={2}
          vide="aucune"
          options={Object.entries(sourcesQualiopi).map(([value, label]) => ({ value, label }))}
        />
        <Field form={form} name="qualiopiLe" label="Lue le" optional hint="22/03/2027" />
      </FieldSection>
      <FieldSection titre="Publier">
        <CheckboxField form={form} name="publique" label="Montrer cette fiche dans l’annuaire de l’Union" />
      </FieldSection>
      <Actions libelle="Enregistrer la fiche">
        <a href={maCooperativeUrl()}>Revenir à la coopérative</a>
      </Actions>
    </Form>
  </Page>
)

const enForm = (f: Fiche | undefined, o: OrganismeLu): Formulaire =>
  emptyForm(undefined, {
    description: f?.description ?? '',
    themes: f?.themes.join(', ') ?? '',
    publics: f?.publics ?? '',
    departements: f?.departements.join(', ') ?? (o.codePostal ? o.codePostal.slice(0, 2) : ''),
    nsf: f?.nsf.join(', ') ?? '',
    formacodes: f?.formacodes.join(', ') ?? '',
    effectif: f?.effectif || undefined,
    creeeEn: f?.creeeEn ?? undefined,
    qualiopi: f?.qualiopi.slice() ?? [],
    qualiopiSource: f?.qualiopiSource ?? undefined,
    qualiopiLe: f?.qualiopiLe ? formaterDate(f.qualiopiLe, 'chiffres') : undefined,
    siegeMasque: f?.siegeMasque ?? false,
    contact: f?.contact ?? '',
    publique: f ? f.publieeLe !== null : true,
  })
const avec = (form: Formulaire, valeurs: Readonly<Record<string, readonly string[]>>): Formulaire => ({
  ...form,
  values: new Map([...form.values, ...Object.entries(valeurs)]),
})
/** `/cooperative/annuaire` : ce que la coopérative montre d'elle. */
export const maFichePage = (
  { db, clock, config, storage }: Pick<Services, 'db' | 'clock' | 'config' | 'storage'>,
  registres: RegistresPublics = config.demo ? createRegistresLocaux() : createRegistres(),
) => {
  const ecrit = exigerDroit('organisme.regler')
  return new Hono<Env>()
    .get(maFicheUrl(), ecrit, (c) =>
      pourVisiteur(c, db, async (tx) => {
        const [o, f] = [await lireOrganisme(tx), await lireFiche(tx)]
        return c.html(<Vue form={enForm(f, o)} o={o} f={f} logo={await lireLogo(tx)} />)
      }),
    )
    .post(maFicheUrl(), ecrit, async (c) => {
      const lu = await readForm(fields, c)
      const visiteur = c.get('visiteur')
      const preremplir = lu.ok && lu.geste === 'preremplir'
      // Les registres se lisent hors de la transaction : ils peuvent faire attendre.
      const o =
        preremplir && visiteur ? await db.withTenant(visiteur.acces, (tx) => lireOrganisme(tx)) : undefined
      // L'image se refait avant la transaction : elle ne retient aucune connexion.
      const image = lu.ok && lu.data.logo ? await reduireImage(lu.data.logo.octets) : undefined
      const e = o ? await registres.lireEntreprise(sirenDe(o.siret)) : undefined
      return pourVisiteur(c, db, async (tx) => {
        const [organisme, f] = [await lireOrganisme(tx), await lireFiche(tx)]
        const logo = await lireLogo(tx)
        const revenir = (form: Formulaire, statut: 200 | 413 | 415 | 422) =>
          c.html(<Vue form={form} o={organisme} f={f} logo={logo} />, statut)
        if (!lu.ok) return revenir(lu.form, lu.status)
        const jour = jourLocal(clock.now(), ZONE_PAR_DEFAUT)
        if (e)
          return e.ok
            ? revenir(
                avec(lu.form, {
                  ...(e.value.effectif ? { effectif: [e.value.effectif] } : {}),
                  ...(e.value.creeeEn ? { creeeEn: [String(e.value.creeeEn)] } : {}),
                  ...(e.value.nsf.length > 0 ? { nsf: [e.value.nsf.join(', ')] } : {}),
                  ...(e.value.departement && lu.data.departements === ''
                    ? { departements: [e.value.departement] }
                    : {}),
                  qualiopi: e.value.qualiopi,
                  qualiopiSource: e.value.qualiopiSource ? [e.value.qualiopiSource] : [''],
                  qualiopiLe: e.value.qualiopiSource ? [jour.split('-').reverse().join('/')] : [''],
                }),
                200,
              )
            : revenir(withAlert(lu.form, e.error.phrase), 200)
        const { data } = lu
        if (image && !image.ok) return revenir(withErrors(lu.form, { logo: image.error.phrase }), 422)
        const trace =
          data.logoDesDocuments && organisme.logo ? await storage.get(tx, organisme.logo) : undefined
        if (trace && trace.octets.length > OCTETS_MAX)
          return revenir(
            withErrors(lu.form, {
              logo: 'Le tracé de vos documents est trop lourd pour une page : donnez une image.',
            }),
            422,
          )
        const voulu: LogoVoulu | undefined = image?.ok
          ? { genre: 'image', image: image.value }
          : trace?.type === 'image/svg+xml'
            ? { genre: 'trace', octets: trace.octets }
            : data.sansLogo
              ? { genre: 'aucun' }
              : undefined
        const { logo: _, logoDesDocuments: __, sansLogo: ___, ...ecrite } = data
        const fait = await garderLaFiche(
          tx,
          organisme,
          {
            ...ecrite,
            effectif: data.effectif ?? '',
            creeeEn: data.creeeEn ?? null,
            contact: data.contact ?? '',
          },
          voulu,
          { le: clock.now(), depuis: f?.publieeLe ?? null },
        )
        if (!fait.ok) return revenir(withErrors(lu.form, { [fait.error.champ]: fait.error.phrase }), 422)
        return redirectWith(c, maFicheUrl(), {
          genre: 'fait',
          fort: data.publique ? 'La fiche est dans l’annuaire.' : 'La fiche est gardée, et ne se montre pas.',
        })
      })
    })
}
