/** Demander un bien, ou, de qui le prête, le réserver pour une structure de son carnet. */
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { type EntrepriseId, entreprisesUrl } from '#modules/tiers/index.ts'
import { Button, Field, Form, Section, SelectField } from '#web/components.tsx'
import { date, entier, facultatif, heure, heureDeFin, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { type Bien, direBareme, direConfiguration } from '../domain/biens.ts'
import { bienUrl, reserverBiensUrl } from '../liens.ts'
import type { Revenu } from './compte-courant-vue.tsx'

export type Structure = { readonly id: EntrepriseId; readonly nom: string }
export const demande = z.object({
  configuration: texte({ max: 60 }),
  /** De la fiche, telle que la page la montre. */
  version: facultatif(entier({ min: 1, max: 1_000_000 })),
  objet: texte({ min: 3, max: 200, vide: 'Dites pour quoi, en une ligne.' }),
  jour: date({ vide: 'Écrivez le jour.' }),
  debut: heure({ vide: 'Dites l’heure du début.' }),
  fin: heureDeFin({ vide: 'Dites l’heure de la fin.' }),
})
export const demandeDUnTiers = demande.extend({
  structure: identifiant((t) => asId<'Entreprise'>(t) as EntrepriseId | undefined, {
    phrase: 'Choisissez une structure de votre carnet.',
  }),
})

type FormDUneReservation = FormOf<typeof demande>
const Heures = ({ form, b }: { form: FormDUneReservation; b: Bien }) => (
  <>
    <input type="hidden" name="version" value={b.version} />
    <Field form={form} name="objet" label="Pour quoi" hint="ne nommez personne" />
    {b.configurations.length > 0 ? (
      <SelectField
        form={form}
        name="configuration"
        label="La salle"
        optional
        vide="telle quelle"
        options={b.configurations.map((c) => ({ value: c.nom, label: direConfiguration(c) }))}
      />
    ) : null}
    <Field form={form} name="jour" label="Jour" inputmode="numeric" hint="22/03/2027" />
    <Field form={form} name="debut" label="De" />
    <Field form={form} name="fin" label="À" />
  </>
)
const departDesHeures = { debut: '9 h', fin: '12 h 30' }

export const Demander = ({ b, revenu }: { b: Bien; revenu: Revenu }) => {
  const form = (
    revenu?.geste === 'demander' ? revenu.form : emptyForm(undefined, departDesHeures)
  ) as FormDUneReservation
  return (
    <Section
      titre="Demander"
      id="demander"
      sous={
        b.visa
          ? `${b.cooperative} répond en cinq jours ; d’ici là, l’heure est tenue.`
          : 'Si l’heure est libre et que personne ne l’attend, elle vous est tenue aussitôt.'
      }
    >
      <Form form={form} action={`${bienUrl({ bien: b.bien })}/demander`} classe="court">
        <Heures form={form} b={b} />
        <p>
          Si l’heure est déjà prise, ou attendue par une autre, vous entrez dans la file. Au-delà de cinq
          heures, le prix est de deux demi-journées. Une réservation acceptée s’annule {direBareme(b.bareme)}.
        </p>
        <p class="gestes-l">
          <Button genre="call">Demander ces heures</Button>{' '}
          <a href={reserverBiensUrl()}>Plusieurs salles, plusieurs jours</a>
        </p>
      </Form>
    </Section>
  )
}

/** Qui n’est pas du pôle n’a pas de page : qui prête note sa réservation. */
export const ReserverPour = ({
  b,
  structures,
  revenu,
}: {
  b: Bien
  structures: readonly Structure[]
  revenu: Revenu
}) => {
  const revient = revenu?.geste === 'pour'
  const form = (revient ? revenu.form : emptyForm(undefined, departDesHeures)) as FormOf<
    typeof demandeDUnTiers
  >
  return (
    <Section
      titre="Louer hors du pôle"
      id="pour"
      sous={`À une structure de votre carnet, ${formaterMontant(b.autre)} hors taxes la demi-journée : l’heure est tenue aussitôt.`}
    >
      {structures.length === 0 ? (
        <p>
          Votre carnet n’a pas encore de structure. <a href={entreprisesUrl()}>Ouvrir le carnet</a>
        </p>
      ) : (
        <details class="volet" open={revient}>
          <summary>Noter une location</summary>
          <Form form={form} action={`${bienUrl({ bien: b.bien })}/pour`} classe="court">
            <SelectField
              form={form}
              name="structure"
              label="Pour"
              vide="choisissez"
              options={structures.map((x) => ({ value: x.id, label: x.nom }))}
            />
            <Heures form={form as unknown as FormDUneReservation} b={b} />
            <p>Au-delà de cinq heures, le prix est de deux demi-journées.</p>
            <p class="gestes-l">
              <Button genre="main">Réserver pour elle</Button>
            </p>
          </Form>
        </details>
      )}
    </Section>
  )
}
