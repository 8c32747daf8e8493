import type { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterCentimes, formaterMontant, type Montant } from '#kernel/montant.ts'
import { Button, Form, Section, SelectField } from '#web/components.tsx'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import type { AvanceLue } from '../db/avances.ts'
import type { GenreDeCompte, LigneDeCompte } from '../db/comptes.queries.ts'
import { annulerAvanceUrl, rendreAvanceUrl } from '../liens.ts'
import { fieldsReglement, Verser } from './verser.tsx'

export const fieldsAvance = fieldsReglement.extend({ reglement: texte({ max: 40 }) })
export type FormeAvance = FormOf<typeof fieldsAvance>

type CompteAvance = {
  readonly genre: GenreDeCompte
  readonly cle: string
  readonly le: DateCivile
  readonly avances: readonly AvanceLue[]
  readonly lignes: readonly (LigneDeCompte & { readonly montant: Montant })[]
}

/** Ce qu’il a versé de trop, et ce qui fut rendu : on le rend, ou l’on défait un remboursement saisi par erreur. */
export const Avances = ({ c, form }: { c: CompteAvance; form: FormeAvance | undefined }) => {
  const rendues = c.lignes.filter((l) => l.rend && l.vif)
  const [seule] = c.avances
  const voulu =
    form ??
    emptyForm<keyof z.input<typeof fieldsAvance>>(undefined, {
      jour: formaterDate(c.le, 'chiffres'),
      // Une seule avance : on la rend le plus souvent en entier.
      ...(seule && c.avances.length === 1 ? { montant: formaterCentimes(seule.reste) } : {}),
      moyen: seule?.moyen ?? 'virement',
      reglement: seule?.reglement ?? '',
    })
  const dire = (a: AvanceLue) =>
    `${formaterMontant(a.reste)} du versement de ${formaterMontant(a.verse)}, le ${formaterDate(a.jour)}`
  return (
    <>
      {rendues.length > 0 ? (
        <Section titre="Avances rendues" id="rendues">
          <ul>
            {rendues.map((l) => (
              <li>
                {formaterMontant(l.montant)}, le {formaterDate(l.jour)}{' '}
                <Form
                  form={emptyForm()}
                  action={annulerAvanceUrl({ genre: c.genre, payeur: c.cle })}
                  classe="en-ligne"
                >
                  <input type="hidden" name="reglement" value={l.id} />
                  <Button genre="link">
                    Annuler<span class="unseen"> l’avance rendue le {formaterDate(l.jour)}</span>
                  </Button>
                </Form>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {seule ? (
        <Verser
          form={voulu as unknown as FormOf<typeof fieldsReglement>}
          action={rendreAvanceUrl({ genre: c.genre, payeur: c.cle })}
          titre="Rendre une avance"
          jour="Rendue le"
          hint={
            c.avances.length === 1
              ? `${formaterMontant(seule.reste)} au plus`
              : 'au plus ce qui reste de ce versement'
          }
          libelle="Enregistrer le remboursement"
        >
          {c.avances.length === 1 ? (
            <p class="sub l3">
              {dire(seule)}, n’ont payé aucune facture.
              <input type="hidden" name="reglement" value={seule.reglement} />
            </p>
          ) : (
            <SelectField
              form={voulu}
              name="reglement"
              label="De quel versement"
              span={3}
              options={c.avances.map((a) => ({ value: a.reglement, label: dire(a) }))}
            />
          )}
        </Verser>
      ) : null}
    </>
  )
}
