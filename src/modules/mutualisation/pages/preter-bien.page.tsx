import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { centimes } from '#kernel/montant.ts'
import { tauxDUnConstat } from '#modules/facturation/index.ts'
import { geste } from '#modules/organisme/index.ts'
import { mesPoles, type PoleId } from '#modules/pole/index.ts'
import { listerSalles, type Salle, type SalleId } from '#modules/sessions/index.ts'
import {
  Actions,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import { choix, entier, facultatif, identifiant, montant, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { preter } from '../gestes/biens.ts'
import { biensUrl, bienUrl, preterBienUrl } from '../liens.ts'
import { champFaux } from './champs.ts'

const lesTaux = {
  2000: '20 %',
  850: '8,5 % (Guadeloupe, Martinique, La Réunion)',
  0: 'aucune : franchise en base (CGI, art. 293 B)',
} as const
type Taux = keyof typeof lesTaux
/** Du plus courant au dernier ; louer n’est pas former, et l’exonération de la formation ne couvre pas une salle. */
const ordreDesTaux = [2000, 850, 0] as const satisfies readonly Taux[]

type Lu = {
  readonly poles: readonly { readonly id: PoleId; readonly nom: string }[]
  readonly salles: readonly Salle[]
  /** Les taux de TVA que le régime d’ici permet de dire. */
  readonly taux: readonly Taux[]
}
const champs = z.object({
  pole: identifiant((t) => asId<'Pole'>(t) as PoleId | undefined, { phrase: 'Choisissez un pôle.' }),
  salle: facultatif(identifiant((t) => asId<'Salle'>(t) as SalleId | undefined)),
  genre: choix(['salle', 'materiel'], { phrase: 'Dites si c’est une salle, ou du matériel.' }),
  titre: texte({ min: 3, max: 120, vide: 'Donnez un nom : « Salle Duras », « Vidéoprojecteur ».' }),
  adresse: texte({ max: 250 }),
  acces: texte({ max: 500 }),
  places: texte({ max: 200 }),
  equipement: texte({ max: 500 }),
  reglement: texte({ max: 1000 }),
  membre: montant({ vide: 'Écrivez le prix d’une demi-journée ; 0 si rien.' }),
  autre: montant({ vide: 'Écrivez le prix d’une demi-journée ; 0 si rien.' }),
  taux: choix(['2000', '850', '0'], { phrase: 'Choisissez un taux.' }),
  tampon: entier({ min: 0, max: 240 }),
  visa: choix(['oui', 'non']),
  preavis: entier({ min: 0, max: 90 }),
  retenue: entier({ min: 0, max: 100 }),
})

const Vue = ({ lu, form }: { lu: Lu; form: FormOf<typeof champs> }) => (
  <Page
    title="Prêter une salle, ou du matériel"
    lede="Vos séances et ces prêts ne se chevauchent jamais : c’est la même salle."
    path={[{ libelle: 'Salles et matériel du pôle', href: biensUrl() }]}
    alert={form.alert}
  >
    <Form form={form}>
      <FieldSection titre="Quoi">
        <SelectField
          form={form}
          name="pole"
          label="Dans le pôle"
          options={lu.poles.map((p) => ({ value: p.id, label: p.nom }))}
        />
        <SelectField
          form={form}
          name="salle"
          label="Votre salle"
          optional
          vide="aucune de votre planning"
          options={lu.salles.map((s) => ({ value: s.id, label: s.nom }))}
        />
        <RadioGroup
          form={form}
          name="genre"
          label="C’est"
          options={[
            { value: 'salle', label: 'une salle' },
            { value: 'materiel', label: 'du matériel' },
          ]}
        />
        <Field form={form} name="titre" label="Nom" />
        <Field form={form} name="adresse" label="Adresse" span={2} optional />
        <Field form={form} name="places" label="Places" optional hint="12 en U, 20 en rangs" />
        <TextArea
          form={form}
          name="acces"
          label="Accès"
          rows={2}
          optional
          hint="plain-pied, ascenseur, boucle magnétique"
        />
        <TextArea form={form} name="equipement" label="Équipement" rows={2} optional />
        <TextArea form={form} name="reglement" label="Règlement" rows={2} optional />
      </FieldSection>
      <FieldSection titre="À quel prix">
        <Field
          form={form}
          name="membre"
          label="Aux membres, la demi-journée"
          inputmode="decimal"
          unite="€"
          hint="hors taxes"
        />
        <Field
          form={form}
          name="autre"
          label="À d’autres, pour mémoire"
          inputmode="decimal"
          unite="€"
          hint="hors taxes"
        />
        <SelectField
          form={form}
          name="taux"
          label="TVA"
          hint="louer une salle aménagée est en principe taxé, même si vos formations ne le sont pas (CGI, art. 261 D, 2°) : à vérifier avec qui tient vos comptes"
          options={lu.taux.map((t) => ({ value: String(t), label: lesTaux[t] }))}
        />
      </FieldSection>
      <FieldSection titre="Comment">
        <RadioGroup
          form={form}
          name="visa"
          label="Une demande"
          hint="dans une coopérative d’activité, un prix se vise : la demande attend toujours la réponse"
          options={[
            { value: 'oui', label: 'attend notre réponse, cinq jours' },
            { value: 'non', label: 'vaut réservation, si c’est libre et que personne n’attend' },
          ]}
        />
        <Field form={form} name="tampon" label="Tampon après chaque prêt" inputmode="numeric" unite="min" />
        <Field
          form={form}
          name="preavis"
          label="Annulable sans frais jusqu’à"
          inputmode="numeric"
          unite="jours avant"
        />
        <Field form={form} name="retenue" label="Sinon, reste dû" inputmode="numeric" unite="%" />
      </FieldSection>
      <Actions libelle="Prêter" />
    </Form>
  </Page>
)

export const preterBienPage = geste({
  lien: preterBienUrl,
  droit: 'salles.tenir',
  champs,
  async lire(tx, _params, { le }): Promise<Lu | undefined> {
    const possibles = await tauxDUnConstat(tx, false, le)
    return {
      poles: await mesPoles(tx),
      salles: (await listerSalles(tx)).filter((s) => s.fermeeLe === null),
      taux: ordreDesTaux.filter((t) => possibles.includes(t)),
    }
  },
  peut: (lu) => lu.poles.length > 0 || 'Une salle se prête dans un pôle : rejoignez-en un d’abord.',
  depart: (_tx, lu) => ({
    ...(lu.poles[0] && { pole: lu.poles[0].id }),
    genre: 'salle',
    taux: String(lu.taux[0] ?? 2000),
    tampon: '30',
    visa: 'oui',
    preavis: '7',
    retenue: '50',
  }),
  vue: (lu, form) => <Vue lu={lu} form={form} />,
  faire: async (tx, e) => {
    const { salle, genre, visa, taux, retenue, membre, autre, ...dit } = e.data
    if (!e.lu.taux.includes(Number(taux) as Taux))
      return champFaux(
        'taux',
        'Ce taux n’est pas celui de votre régime, à la fiche de votre coopérative : louer est taxé, sauf en franchise en base (CGI, art. 293 B).',
      )
    return preter(
      { ...e, tx },
      {
        ...dit,
        salle: salle ?? null,
        uneSalle: genre === 'salle',
        visa: visa === 'oui',
        taux: Number(taux),
        retenue: retenue * 100,
        membre: centimes(membre),
        autre: centimes(autre),
      },
    )
  },
  suite: (bien) => ({
    vers: bienUrl({ bien }),
    dit: {
      genre: 'fait',
      fort: 'C’est prêté.',
      suite: 'Les coopératives du pôle le voient, et le demandent.',
    },
  }),
})
