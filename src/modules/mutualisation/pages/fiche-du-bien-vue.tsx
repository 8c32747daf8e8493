/** Ce que la fiche d’un bien prêté dit, et qui se corrige : les mêmes champs pour prêter et pour corriger. */
import { z } from 'zod'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { jourLocal } from '#kernel/zones.ts'
import { tauxDUnConstat, tauxDuLieu } from '#modules/facturation/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Field, FieldSection, RadioGroup, SelectField, TextArea } from '#web/components.tsx'
import { choix, entier, facultatif, montant, texte, viaParser } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import type { FicheDuBien } from '../db/biens-portes.ts'
import { codePostalDe, lireBareme, lireConfigurations } from '../domain/biens.ts'
import { champFaux } from './champs.ts'

const taux = [2000, 850, 0] as const
type Taux = (typeof taux)[number]
/** Les taux de TVA que le régime d’ici permet de dire, celui du lieu d’abord ; louer n’est pas former, et l’exonération de la formation ne couvre pas une salle. */
export type TauxDIci = {
  readonly possibles: readonly Taux[]
  /** De la coopérative. */
  readonly codePostal: string
  /** En franchise en base, rien n’est taxé, où que soit la salle. */
  readonly franchise: boolean
  readonly le: DateCivile
}
export const tauxDIci = async (tx: TenantTx, maintenant: Date): Promise<TauxDIci> => {
  const [o, permis] = [await lireOrganisme(tx), await tauxDUnConstat(tx, false, maintenant)]
  return {
    possibles: permis.filter((t): t is Taux => taux.some((x) => x === t)),
    codePostal: o.codePostal,
    franchise: o.tva.regime === 'franchise',
    le: jourLocal(maintenant, o.zone),
  }
}
const direTaux = (t: Taux, { franchise }: TauxDIci): string =>
  t === 2000
    ? '20 %'
    : t === 850
      ? '8,5 % (Guadeloupe, Martinique, La Réunion)'
      : franchise
        ? 'aucune : franchise en base (CGI, art. 293 B)'
        : 'aucune : Guyane, Mayotte (CGI, art. 294, 1)'

export const champsDeLaFiche = {
  adresse: texte({ max: 250 }),
  acces: texte({ max: 500 }),
  configurations: facultatif(
    viaParser(lireConfigurations, 'Écrivez une configuration par ligne, et ses places : « en U : 14 ».'),
  ),
  equipement: texte({ max: 500 }),
  reglement: texte({ max: 1000 }),
  membre: montant({ vide: 'Écrivez le prix d’une demi-journée ; 0 si rien.' }),
  autre: montant({ vide: 'Écrivez le prix d’une demi-journée ; 0 si rien.' }),
  taux: choix(['2000', '850', '0'], { phrase: 'Choisissez un taux.' }),
  tampon: entier({ min: 0, max: 240 }),
  visa: choix(['oui', 'non']),
  bareme: facultatif(
    viaParser(
      lireBareme,
      'Écrivez un seuil par ligne : « moins de 30 jours : 50 % », puis « moins de 8 jours : 100 % ». Plus le jour approche, plus la part est grande.',
    ),
  ),
}
const laFiche = z.object(champsDeLaFiche)
type LaFiche = z.output<typeof laFiche>

/** Rien, ou ce qui ne va pas : le taux n’est pas du régime d’ici, n’est pas celui du lieu de la salle, ou d’ici Coforme ne sait pas écrire celui-ci. */
export const tauxFaux = (d: Pick<LaFiche, 'taux' | 'adresse'>, ici: TauxDIci, uneSalle: boolean) => {
  const duLieu = tauxDuLieu(codePostalDe(d.adresse) ?? ici.codePostal, ici.le)
  const duRegime = (taux: number) => ici.possibles.some((t) => t === taux)
  if (uneSalle && !ici.franchise && !duRegime(duLieu))
    return champFaux(
      'adresse',
      'Une salle se taxe là où elle est (CGI, art. 259 A, 2°), et Coforme ne sait pas encore taxer une salle de ce lieu depuis votre siège : le code postal, dans l’adresse, dit où.',
    )
  if (!duRegime(Number(d.taux)))
    return champFaux(
      'taux',
      'Ce taux n’est pas celui de votre régime, à la fiche de votre coopérative : louer est taxé, sauf en franchise en base (CGI, art. 293 B).',
    )
  return uneSalle && !ici.franchise && Number(d.taux) !== duLieu
    ? champFaux(
        'taux',
        `Une salle se taxe là où elle est (CGI, art. 259 A, 2°) : d’après l’adresse, ${direTaux(duLieu as Taux, ici)}. Le code postal, dans l’adresse, dit où.`,
      )
    : undefined
}
/** Ce que la base garde de la fiche. */
export const enFiche = ({
  visa,
  taux,
  configurations,
  bareme,
  membre,
  autre,
  ...dit
}: LaFiche): FicheDuBien => ({
  adresse: dit.adresse,
  acces: dit.acces,
  equipement: dit.equipement,
  reglement: dit.reglement,
  tampon: dit.tampon,
  visa: visa === 'oui',
  taux: Number(taux),
  configurations: configurations ?? [],
  bareme: bareme ?? [],
  membre: centimes(membre),
  autre: centimes(autre),
})

type FormDeLaFiche = FormOf<typeof laFiche>
export const CeQuElleEst = ({ form }: { form: FormDeLaFiche }) => (
  <>
    <Field form={form} name="adresse" label="Adresse" span={2} optional />
    <TextArea
      form={form}
      name="configurations"
      label="Configurations"
      rows={3}
      optional
      hint="une par ligne, avec ses places : « en U : 14 », « théâtre : 24 »"
    />
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
  </>
)
export const CeQuElleDemande = ({ form, ici }: { form: FormDeLaFiche; ici: TauxDIci }) => (
  <>
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
        label="Hors du pôle, la demi-journée"
        inputmode="decimal"
        unite="€"
        hint="hors taxes"
      />
      <SelectField
        form={form}
        name="taux"
        label="TVA"
        hint="louer une salle aménagée est en principe taxé, même si vos formations ne le sont pas (CGI, art. 261 D, 2°) : à vérifier avec qui tient vos comptes"
        options={ici.possibles.map((t) => ({ value: String(t), label: direTaux(t, ici) }))}
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
      <TextArea
        form={form}
        name="bareme"
        label="Ce qui reste dû d’une annulation"
        rows={3}
        optional
        hint="un seuil par ligne : « moins de 30 jours : 50 % » ; vide, rien n’est dû"
      />
    </FieldSection>
  </>
)
