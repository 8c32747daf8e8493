import { type Context, Hono } from 'hono'
import { formaterDate, mois } from '#kernel/dates.ts'
import { formaterNda, formaterSiret } from '#kernel/identifiants.ts'
import { adhesions } from '#modules/comptes/index.ts'
import {
  Actions,
  ChangesTable,
  CheckboxField,
  Field,
  FieldSection,
  FileField,
  Form,
  Page,
  RadioGroup,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import { type Change, changesSince, openedOn, rebase } from '#web/entre-temps.ts'
import type { Env } from '#web/env.ts'
import { aideFichier } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu } from '#web/links.ts'
import { lireOrganisme } from '../db/organisme.queries.ts'
import { societes } from '../domain/forme.ts'
import type { Membre, OrganismeLu } from '../domain/lus.ts'
import type { Prises } from '../gestes/composer.ts'
import type { PortsOrganisme } from '../gestes/ports.ts'
import { reglerIdentite } from '../gestes/regler-identite.ts'
import { exigerDroit } from '../web/droits.ts'
import { cooperativeUrl, identiteUrl } from '../web/liens.ts'
import { avecPorts, dansOrganisme, enRetard, optionsZone, racine } from './commun.tsx'
import { avecRefusLisibles, enErreurs, enSaisie, fields, logo } from './identite.form.ts'

const noms: Readonly<Record<string, string>> = {
  nom: 'Nom',
  forme: 'Forme',
  societe: 'Société',
  cae: 'CAE',
  capitalVariable: 'À capital variable',
  formeLibelle: 'Forme en toutes lettres',
  siret: 'SIRET',
  nda: 'Numéro de déclaration',
  ndaPrefet: 'Préfet',
  uai: 'Code UAI',
  adresse: 'Adresse du siège',
  codePostal: 'Code postal',
  ville: 'Ville',
  courriel: 'Courriel',
  telephone: 'Téléphone',
  site: 'Site',
  zone: 'Heure locale',
  regimeTva: 'TVA sur les formations',
  demandeRecueLe: 'Demande reçue le',
  tvaReference: 'Référence de l’attestation',
  clotureJour: 'Jour de clôture',
  clotureMois: 'Mois de clôture',
  couleur: 'Couleur',
  logo: 'Logo',
}

export const optionsForme = [
  { value: 'scop', label: 'Scop' },
  { value: 'scic', label: 'Scic' },
  { value: 'cooperative', label: 'Autre société coopérative' },
  { value: 'association', label: 'Association loi 1901' },
  { value: 'autre', label: 'Autre' },
]
export const optionsSociete = societes.map((s) => ({ value: s, label: s }))

const optionsTva = [
  { value: 'exonere', label: 'Exonérée, par attestation' },
  { value: 'franchise', label: 'Franchise en base' },
  { value: 'assujetti', label: 'Due' },
]
const optionsMois = mois.map((label, i) => ({ value: String(i + 1), label }))

/** `courriel` : celui que l’on propose tant que la coopérative n’en a pas, l’adresse de qui remplit la fiche. */
const depuis = (o: OrganismeLu, courriel = ''): FormOf<typeof fields> => {
  const f = o.forme
  const societe = 'societe' in f
  const attestation = o.tva.regime === 'exonere' ? o.tva.attestation : undefined
  const form: FormOf<typeof fields> = emptyForm(undefined, {
    nom: o.nom,
    forme: f.genre,
    societe: societe ? f.societe : undefined,
    cae: societe && f.cae,
    capitalVariable: !societe || f.capitalVariable,
    formeLibelle: f.genre === 'autre' ? f.libelle : '',
    siret: formaterSiret(o.siret),
    nda: o.nda ? formaterNda(o.nda) : '',
    ndaPrefet: o.ndaPrefet,
    uai: o.uai,
    adresse: o.adresse,
    codePostal: o.codePostal,
    ville: o.ville,
    courriel: o.courriel || courriel,
    telephone: o.telephone,
    site: o.site,
    zone: o.zone,
    ...(o.tva.regime === 'a-dire' ? {} : { regimeTva: o.tva.regime }),
    demandeRecueLe: attestation ? formaterDate(attestation.demandeRecueLe, 'chiffres') : '',
    tvaReference: attestation?.reference ?? '',
    clotureJour: o.cloture.jour,
    clotureMois: o.cloture.mois,
    couleur: o.couleur,
    logo: o.logo,
  })
  return openedOn(form)
}

/** Ce qu'une réponse veut dire, quand elle ne se lit pas telle quelle. */
const dire = (nom: string, valeur: string): string | undefined => {
  const options: Readonly<Record<string, readonly { value: string; label: string }[]>> = {
    forme: optionsForme,
    zone: optionsZone,
    regimeTva: optionsTva,
    clotureMois: optionsMois,
  }
  if (nom === 'logo') return `un logo (${valeur.slice(0, 6)})`
  return options[nom]?.find((x) => x.value === valeur)?.label
}

type VueProps = {
  readonly form: FormOf<typeof fields>
  readonly aLogo: boolean
  readonly changes?: readonly Change[]
}
const Vue = ({ form, aLogo, changes = [] }: VueProps) => (
  <Page
    title="Fiche"
    heading="La fiche de la coopérative"
    lede="Elle s’imprime sur chaque convention, chaque feuille et chaque facture. Les pièces déjà émises gardent l’ancienne."
    path={racine}
    alert={form.alert}
  >
    <ChangesTable changes={changes} noms={noms} dire={dire} />
    <Form form={form} noms={noms} fichiers>
      <FieldSection titre="Qui vous êtes">
        <Field form={form} name="nom" label="Nom" maxlength={250} span={2} autocomplete="organization" />
        <Field
          form={form}
          name="siret"
          label="SIRET"
          inputmode="numeric"
          hint="Quatorze chiffres, ceux du siège."
        />
        <SelectField form={form} name="forme" label="Forme" options={optionsForme} />
        <SelectField
          form={form}
          name="societe"
          label="Société"
          options={optionsSociete}
          vide="aucune"
          hint="Pour une Scop, une Scic ou une coopérative."
        />
        <Field
          form={form}
          name="formeLibelle"
          label="Si « Autre » : laquelle"
          hint="telle que vos papiers la disent"
          optional
        />
        <CheckboxField form={form} name="cae" label="Coopérative d’activité et d’emploi (CAE)" />
        <CheckboxField form={form} name="capitalVariable" label="À capital variable" />
      </FieldSection>
      <FieldSection titre="Vos numéros">
        <Field
          form={form}
          name="nda"
          label="Numéro de déclaration d’activité"
          hint="Onze chiffres. Un organisme neuf n’en a pas encore : c’est normal."
          optional
        />
        <Field
          form={form}
          name="ndaPrefet"
          label="Enregistré auprès du préfet"
          hint="de la région Bretagne"
          plusTard="pour la première pièce"
        />
        <Field
          form={form}
          name="uai"
          label="Code UAI"
          hint="Seulement pour un CFA ou un établissement."
          optional
        />
      </FieldSection>
      <FieldSection titre="Où vous joindre">
        <TextArea
          form={form}
          name="adresse"
          label="Adresse du siège"
          rows={2}
          plusTard="pour la première pièce"
        />
        <Field
          form={form}
          name="codePostal"
          label="Code postal"
          inputmode="numeric"
          plusTard="pour la première pièce"
        />
        <Field form={form} name="ville" label="Ville" span={2} plusTard="pour la première pièce" />
        <Field form={form} name="courriel" label="Courriel" type="email" inputmode="email" />
        <Field
          form={form}
          name="telephone"
          label="Téléphone"
          type="tel"
          inputmode="tel"
          plusTard="pour la première pièce"
        />
        <Field form={form} name="site" label="Site" optional />
        <SelectField
          form={form}
          name="zone"
          label="Heure locale"
          options={optionsZone}
          hint="Celle du siège ; chaque lieu a la sienne."
        />
      </FieldSection>
      <FieldSection titre="Vos comptes">
        <RadioGroup
          form={form}
          name="regimeTva"
          label="TVA sur les formations"
          hint="L’exonération vaut pour toutes vos formations continues, depuis le jour où l’administration a reçu la demande d’attestation (CGI, art. 261-4-4° a)."
          options={optionsTva}
        />
        <Field
          form={form}
          name="demandeRecueLe"
          label="Demande d’attestation reçue le"
          hint="si elles en sont exonérées ; 22/03/2019"
          inputmode="numeric"
        />
        <Field form={form} name="tvaReference" label="Référence de l’attestation" span={2} optional />
        <Field form={form} name="clotureJour" label="Jour de clôture de l’exercice" inputmode="numeric" />
        <SelectField form={form} name="clotureMois" label="Mois de clôture" options={optionsMois} />
      </FieldSection>
      <FieldSection titre="Vos papiers">
        <Field
          form={form}
          name="couleur"
          label="Couleur"
          hint="#0f4c4a. Trop claire, elle est assombrie à l’impression."
        />
        <FileField
          form={form}
          name="logo"
          label={aLogo ? 'Remplacer le logo' : 'Logo'}
          accept=".svg,image/svg+xml"
          hint={`${aideFichier(logo)}, des tracés seulement.`}
          optional
        />
        {aLogo ? <CheckboxField form={form} name="oterLogo" label="Ôter le logo" /> : null}
      </FieldSection>
      <Actions libelle="Enregistrer la fiche">
        <a href={cooperativeUrl()}>Abandonner</a>
      </Actions>
    </Form>
  </Page>
)

/** Le courriel du compte de qui remplit. */
const sien = (c: Context<Env>, membres: readonly Pick<Membre, 'compte' | 'courriel'>[]): string =>
  membres.find((m) => m.compte === c.get('visiteur')?.personneId)?.courriel ?? ''

export const identitePage = (prises: Prises) =>
  new Hono<Env>()
    .get(identiteUrl(), exigerDroit('organisme.regler'), (c) =>
      dansOrganisme(c, async (tx) => {
        const o = await lireOrganisme(tx)
        return c.html(<Vue form={depuis(o, sien(c, await adhesions(tx)))} aLogo={o.logo !== null} />)
      }),
    )
    .post(identiteUrl(), exigerDroit('organisme.regler'), async (c) => {
      const read = await readForm(fields, c)
      const regler = async (ports: PortsOrganisme) => {
        const aLogo = ports.organisme.logo !== null
        if (!read.ok) {
          const form =
            read.cause === 'fautes' ? avecRefusLisibles(read.form, read.valides, ports.organisme) : read.form
          return c.html(<Vue form={form} aLogo={aLogo} />, read.status)
        }
        const d = read.data
        const actuel = depuis(ports.organisme, sien(c, await ports.membres()))
        const changes = changesSince(read.form, actuel)
        const regle = await reglerIdentite(ports)({
          saisie: enSaisie(d),
          ...(d.logo ? { logo: d.logo.octets } : d.oterLogo ? { logo: null } : {}),
          entreTemps: changes.length > 0,
        })
        if (!regle.ok) {
          if (regle.error.code === 'change-entre-temps') {
            const form = withAlert(rebase(read.form, actuel), enRetard(regle.error.phrase))
            return c.html(<Vue form={form} aLogo={aLogo} changes={changes} />, 409)
          }
          const fautes =
            regle.error.code === 'logo' ? { logo: regle.error.phrase } : enErreurs(regle.error.champs)
          return c.html(<Vue form={withErrors(read.form, fautes)} aLogo={aLogo} />, 422)
        }
        const suite = regle.value.map((a) => a.phrase).join(' ')
        return redirectWith(c, suiteOu(c, cooperativeUrl()), {
          genre: 'fait',
          fort: 'La fiche est enregistrée.',
          ...(suite ? { suite } : {}),
        })
      }
      return avecPorts(c, prises, regler, { seul: true })
    })
