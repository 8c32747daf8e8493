/** Le papier, dit pour ce qu’il est : un scan de plus au dossier, jamais une signature. */
import { formaterDate } from '#kernel/dates.ts'
import { jourLocal } from '#kernel/zones.ts'
import { Button, FileField, Form, Section } from '#web/components.tsx'
import { aideFichier } from '#web/fields.ts'
import { emptyForm } from '#web/form.ts'
import type { VueDeLaFeuille } from '../gestes/lire-feuille.ts'
import { papierFichierUrl, papierUrl } from '../liens.ts'

export const bornesPapier = { genres: ['pdf', 'png', 'jpeg'], max: 10_000_000 } as const

const quand = (vue: VueDeLaFeuille, le: Date): string => formaterDate(jourLocal(le, vue.demi.seance.zone))

/** Le motif que propose un papier joint, à qui atteste ensuite ce qu’il dit ; rien sans papier. */
export const motifDuPapier = (vue: VueDeLaFeuille): string | undefined => {
  const dernier = vue.papiers.at(-1)
  return dernier && `Signé sur une feuille papier, jointe le ${quand(vue, dernier.jointeLe)}`
}

export const Papier = ({ vue, gestes }: { readonly vue: VueDeLaFeuille; readonly gestes: boolean }) => {
  const { papiers, demi } = vue
  const ou = { session: demi.session.id, seance: demi.seance.id }
  if (papiers.length === 0 && !gestes) return null
  return (
    <Section titre="Feuille papier" id="papier">
      <p>
        Une feuille signée à la main se joint ici, numérisée. Elle reste du papier : aucune présence n’en
        naît. Ce qu’elle dit s’atteste au-dessus, avec un motif.
      </p>
      {papiers.length > 0 ? (
        <ul class="demis">
          {papiers.map((f) => (
            <li>
              <span>
                <a href={papierFichierUrl({ ...ou, empreinte: f.fichier })}>{f.nom}</a>
                <span class="sub">
                  {' '}
                  scan joint le {quand(vue, f.jointeLe)}, empreinte {f.fichier.slice(0, 16)}…
                </span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {gestes ? (
        <Form form={emptyForm()} action={papierUrl(ou)} fichiers noms={{ fichier: 'Scan' }}>
          <FileField
            form={emptyForm<'fichier'>()}
            name="fichier"
            label="Scan de la feuille"
            hint={aideFichier(bornesPapier)}
          />
          <p>
            <Button>Joindre ce scan</Button>
          </p>
        </Form>
      ) : null}
    </Section>
  )
}
