import { z } from 'zod'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { refus } from '#kernel/refus.ts'
import { ko } from '#kernel/result.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { geste } from '#modules/organisme/index.ts'
import { Actions, Field, FieldSection, Form, Page, RadioGroup, SelectField } from '#web/components.tsx'
import { choix, date, facultatif, identifiant, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { type GenreDeFait, genresDeFait, JOURS_POUR_REPONDRE } from '../domain/courant.ts'
import { noterUnEchange } from '../gestes/courant.ts'
import { type CompteLu, lireCompteCourant } from '../lecture/compte-courant.ts'
import { compteCourantUrl, comptesCourantsUrl, noterEchangeUrl } from '../liens.ts'
import { montantTenu } from './geste-du-compte.ts'

const faits = Object.keys(genresDeFait) as [GenreDeFait, ...GenreDeFait[]]
const champs = z.object({
  sens: choix(['donne', 'recu'], { phrase: 'Dites qui a prêté.' }),
  avec: identifiant((t) => asId<'Organisme'>(t) as OrganismeId | undefined),
  fait: choix(faits, { phrase: 'Dites d’où naît l’écriture.' }),
  libelle: texte({ min: 3, max: 200, vide: 'Dites en une ligne ce qui s’est prêté.' }),
  jour: date({ vide: 'Écrivez le jour.' }),
  montant: montantTenu('Écrivez le montant.'),
  piece: texte({ max: 60 }),
  quand: choix(['passe', 'attente'], { phrase: 'Dites si c’est fait, ou convenu.' }),
  echeance: facultatif(date()),
})
type Formulaire = FormOf<typeof champs>

const Vue = ({ lu, form }: { lu: CompteLu; form: Formulaire }) => (
  <Page
    title="Noter un échange"
    lede="Vous notez, l’autre coopérative accorde : rien ne bouge avant, et rien ne se prend tout seul."
    path={[
      { libelle: 'Comptes courants', href: comptesCourantsUrl() },
      { libelle: lu.r.pole.nom, href: compteCourantUrl({ pole: lu.r.pole.id }) },
    ]}
    alert={form.alert}
  >
    <Form form={form}>
      <FieldSection titre="Qui">
        <RadioGroup
          form={form}
          name="sens"
          label="Qui a prêté"
          options={[
            { value: 'donne', label: 'notre coopérative : l’autre nous doit' },
            { value: 'recu', label: 'l’autre coopérative : nous lui devons' },
          ]}
        />
        <SelectField
          form={form}
          name="avec"
          label="L’autre coopérative"
          vide="choisir"
          options={lu.comptes
            .filter((c) => c.organisme !== lu.r.moi)
            .map((c) => ({ value: c.organisme, label: c.nom }))}
        />
      </FieldSection>
      <FieldSection titre="Quoi">
        <SelectField
          form={form}
          name="fait"
          label="Ce qui s’est prêté"
          vide="choisir"
          options={faits.map((f) => ({ value: f, label: genresDeFait[f] }))}
        />
        <Field
          form={form}
          name="libelle"
          label="En une ligne"
          span={3}
          hint="« Salle Duras, deux demi-journées ». Ne nommez personne : la pièce le fait."
        />
        <Field form={form} name="jour" label="Jour" inputmode="numeric" hint="22/03/2027" />
        <Field
          form={form}
          name="montant"
          label="Montant"
          inputmode="decimal"
          unite="€"
          hint="ce que la pièce demande de payer ; un prêt de personne, au coût"
        />
        <Field
          form={form}
          name="piece"
          label="Pièce"
          optional
          hint="FA-2026-0042, ou « convention et décompte »"
        />
      </FieldSection>
      <FieldSection titre="Quand">
        <RadioGroup
          form={form}
          name="quand"
          label="Où l’on en est"
          options={[
            { value: 'passe', label: 'c’est fait : l’écriture passe dès qu’elle est accordée' },
            { value: 'attente', label: 'c’est convenu : le montant est retenu, et passe quand c’est fait' },
          ]}
        />
        <Field
          form={form}
          name="echeance"
          label="Retenu jusqu’au"
          inputmode="numeric"
          optional
          hint="pour ce qui est convenu ; au-delà, le montant se libère"
        />
      </FieldSection>
      <Actions libelle="Proposer l’écriture" />
    </Form>
  </Page>
)

const champFaux = (champ: string, phrase: string) => {
  const r = refus('champ', phrase)
  return ko({ ...r, champs: { [champ]: r.phrase } })
}

export const noterEchangePage = geste({
  lien: noterEchangeUrl,
  droit: 'echanges.tenir',
  champs,
  async lire(tx, { pole }, { visiteur, le }) {
    const lu = await lireCompteCourant(tx, pole, { visiteur, le })
    return lu?.compte ? lu : undefined
  },
  depart: (_tx, _lu, { le }) => ({
    sens: 'donne',
    quand: 'passe',
    jour: formaterDate(jourLocal(le, ZONE_PAR_DEFAUT), 'chiffres'),
  }),
  vue: (lu, form) => <Vue lu={lu} form={form} />,
  async faire(tx, { lu, data, le, cle, visiteur }) {
    const attente = data.quand === 'attente'
    if (!lu.comptes.some((c) => c.organisme === data.avec && c.organisme !== lu.r.moi))
      return champFaux('avec', 'Choisissez une coopérative du pôle qui a ouvert son compte.')
    if (attente && !data.echeance) return champFaux('echeance', 'Dites jusqu’à quand le montant est retenu.')
    if (attente && data.echeance && data.echeance < jourLocal(le, ZONE_PAR_DEFAUT))
      return champFaux('echeance', 'Ce jour est passé.')
    return noterUnEchange(
      { tx, visiteur, pole: lu.r.pole.id, le, cle },
      {
        avec: data.avec,
        jeDois: data.sens === 'recu',
        genre: attente ? 'attente' : 'directe',
        montant: data.montant,
        fait: data.fait,
        faitLe: data.jour,
        libelle: data.libelle,
        piece: data.piece,
        expireLe:
          attente && data.echeance
            ? instantDe(ajouterJours(data.echeance, 1), 0, ZONE_PAR_DEFAUT).instant
            : null,
      },
    )
  },
  suite: (_fait, lu) => ({
    vers: compteCourantUrl({ pole: lu.r.pole.id }),
    dit: {
      genre: 'fait',
      fort: 'L’écriture est proposée.',
      suite: `L’autre coopérative la voit dans sa journée ; sans réponse, elle tombe au bout de ${JOURS_POUR_REPONDRE} jours.`,
    },
  }),
})
