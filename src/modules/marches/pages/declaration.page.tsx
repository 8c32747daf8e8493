/** Ce qu’un membre déclare de lui pour ce dossier : son DC2, son habilitation, son DC4 en sont préremplis. */
import { z } from 'zod'
import { type Envoi, geste, lireOrganisme, mentionForme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  Actions,
  CheckboxField,
  CheckboxGroup,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  TextArea,
} from '#web/components.tsx'
import { caseCochee, choix, facultatif, plusieurs, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { type Capacite, type Etendue, etendues } from '../domain/formulaires.ts'
import { enMontrant, enNotant } from '../gestes/lectures.ts'
import { ecrireAuDossier } from '../gestes/reponse.ts'
import { lireReponse, type Reponse } from '../lecture/lire-reponse.ts'
import { capaciteUrl, piecesUrl } from '../liens.ts'
import { fil, Motif } from './reglement.page.tsx'

const codes = Object.keys(etendues) as [Etendue, ...Etendue[]]
const ouiNonVide = facultatif(choix(['oui', 'non']))
const champs = z.object({
  denomination: texte({ max: 200 }),
  siret: texte({ max: 20 }),
  forme: texte({ max: 200 }),
  adresse: texte({ max: 300 }),
  courriel: texte({ max: 200 }),
  telephone: texte({ max: 40 }),
  registre: texte({ max: 100 }),
  nda: texte({ max: 40 }),
  qualiopi: texte({ max: 100 }),
  creation: texte({ max: 40 }),
  pme: ouiNonVide,
  ess: ouiNonVide,
  ...(Object.fromEntries(
    [0, 1, 2].flatMap((i) => [
      [`annee${i}`, texte({ max: 20 })],
      [`total${i}`, texte({ max: 40 })],
      [`objet${i}`, texte({ max: 40 })],
    ]),
  ) as Record<`${'annee' | 'total' | 'objet'}${0 | 1 | 2}`, ReturnType<typeof texte>>),
  assurance: texte({ max: 300 }),
  moyens: texte({ max: 4000 }),
  preuves: texte({ max: 500 }),
  compte: texte({ max: 60 }),
  exclusions: caseCochee(),
  etendue: plusieurs(codes, { phrase: 'Choisissez dans la liste.' }),
  signataire: texte({ max: 200 }),
  prestations: texte({ max: 2000 }),
  motif: texte({ max: 500 }),
})
type Formulaire = FormOf<typeof champs>

const Vue = ({ r, form, le }: { r: Reponse; form: Formulaire; le: Date }) => (
  <Page
    title="Notre déclaration"
    lede="Préremplie de votre fiche. Ce que vous laissez vide reste vide dans les formulaires, et s’y voit : rien n’est supposé."
    path={[...fil(r), { libelle: 'Pièces', href: piecesUrl({ groupement: r.d.g.id }) }]}
    alert={form.alert}
  >
    <Form form={form} noms={{ denomination: 'Dénomination', siret: 'SIRET', etendue: 'Habilitation' }}>
      <FieldSection titre="Identité">
        <Field form={form} name="denomination" label="Dénomination" optional span={2} />
        <Field form={form} name="siret" label="SIRET" optional inputmode="numeric" />
        <Field form={form} name="forme" label="Forme juridique" optional span={2} />
        <Field
          form={form}
          name="creation"
          label="Créée le"
          optional
          hint="si elle a moins de trois exercices"
        />
        <Field form={form} name="adresse" label="Adresse" optional span={2} />
        <Field form={form} name="telephone" label="Téléphone" optional inputmode="tel" />
        <Field form={form} name="courriel" label="Courriel" optional span={2} inputmode="email" />
        <Field form={form} name="registre" label="Registre (RCS)" optional />
        <Field form={form} name="nda" label="Déclaration d’activité" optional />
        <Field form={form} name="qualiopi" label="Certificat Qualiopi" optional />
        <RadioGroup
          form={form}
          name="pme"
          label="Petite ou moyenne entreprise"
          options={[
            { value: 'oui', label: 'oui' },
            { value: 'non', label: 'non' },
          ]}
        />
        <RadioGroup
          form={form}
          name="ess"
          label="Entreprise de l’économie sociale et solidaire, et je l’affirme"
          options={[
            { value: 'oui', label: 'oui' },
            { value: 'non', label: 'non' },
          ]}
        />
      </FieldSection>
      <FieldSection titre="Capacités">
        {([0, 1, 2] as const).map((i) => (
          <>
            <Field form={form} name={`annee${i}`} label={`Exercice ${i + 1}`} optional />
            <Field form={form} name={`total${i}`} label="Chiffre d’affaires" optional unite="€" />
            <Field form={form} name={`objet${i}`} label="Dont objet du marché" optional unite="%" />
          </>
        ))}
        <Field form={form} name="assurance" label="Assurance : compagnie et contrat" optional span={3} />
        <TextArea form={form} name="moyens" label="Effectifs, moyens, références" rows={4} optional />
        <Field form={form} name="preuves" label="Où l’acheteur lit nos preuves en ligne" optional span={2} />
        <Field form={form} name="compte" label="Compte à créditer (IBAN)" optional />
      </FieldSection>
      <FieldSection titre="Engagements">
        <CheckboxField
          form={form}
          name="exclusions"
          large
          label="Nous attestons n’être dans aucun cas d’exclusion (L2141-1 à L2141-5, L2141-7 à L2141-10)"
        />
        <CheckboxGroup
          form={form}
          name="etendue"
          label="Nous habilitons le mandataire à"
          options={codes.map((value) => ({ value, label: etendues[value] }))}
        />
        <Field form={form} name="signataire" label="Qui signe : nom et qualité" optional span={2} />
        {r.d.g.forme === 'sous-traitance' ? (
          <TextArea
            form={form}
            name="prestations"
            label="Ce que nous ferons en sous-traitance"
            rows={3}
            optional
          />
        ) : null}
        <Motif r={r} form={form} le={le} />
      </FieldSection>
      <Actions libelle="Enregistrer notre déclaration" />
    </Form>
  </Page>
)

/** Ce que la fiche de la coopérative dit déjà ; le reste est vide. */
const deLaFiche = async (tx: TenantTx): Promise<Partial<Capacite>> => {
  const o = await lireOrganisme(tx)
  return {
    denomination: o.nom,
    siret: o.siret ?? '',
    forme: mentionForme(o.forme),
    adresse: [o.adresse, `${o.codePostal ?? ''} ${o.ville ?? ''}`.trim()].filter(Boolean).join(', '),
    courriel: o.courriel ?? '',
    telephone: o.telephone ?? '',
    nda: o.nda ?? '',
  }
}

export const declarationPage = geste({
  lien: capaciteUrl,
  droit: 'marches.repondre',
  lire: async (tx, { groupement }, { visiteur, le, ecrit }) =>
    enNotant(tx, await lireReponse(tx, groupement, visiteur.organisme?.id), { le, ecrit }),
  champs,
  async depart(tx, r: Reponse) {
    const c = r.capacites.get(r.moi) ?? (await deLaFiche(tx))
    const { exercices = [], etendue = [], exclusions = false, ...textes } = c
    return {
      ...textes,
      ...Object.fromEntries(
        [0, 1, 2].flatMap((i) => [
          [`annee${i}`, exercices[i]?.annee ?? ''],
          [`total${i}`, exercices[i]?.total ?? ''],
          [`objet${i}`, exercices[i]?.objet ?? ''],
        ]),
      ),
      etendue: [...etendue],
      ...(exclusions ? { exclusions: 'on' } : {}),
    } as never
  },
  vue: (r, form, { le, ecrit }, tx) =>
    enMontrant(tx, r.d, { revenu: ecrit, le }, <Vue r={r} form={form} le={le} />),
  faire(tx, { lu: r, data, le }: Envoi<Reponse, z.output<typeof champs>>) {
    const {
      motif,
      pme,
      ess,
      annee0,
      annee1,
      annee2,
      total0,
      total1,
      total2,
      objet0,
      objet1,
      objet2,
      ...dits
    } = data
    const contenu: Capacite = {
      ...dits,
      pme: pme ?? '',
      ess: ess ?? '',
      exercices: [
        { annee: annee0, total: total0, objet: objet0 },
        { annee: annee1, total: total1, objet: objet1 },
        { annee: annee2, total: total2, objet: objet2 },
      ],
    }
    return ecrireAuDossier(tx, r, 'capacite', contenu, { motif }, le)
  },
  suite: (_f, r) => ({
    vers: piecesUrl({ groupement: r.d.g.id }),
    dit: {
      genre: 'fait',
      fort: 'Votre déclaration est enregistrée.',
      suite: 'Les formulaires en sont préremplis.',
    },
  }),
})
