/** Ce qui entoure un vote : la clarification avant, la suite après, et la proposition qu'il reprend. */
import { formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { CodeEtat } from '#web/components.tsx'
import { Button, Definitions, Etat, Field, Form, Section, SelectField, TextArea } from '#web/components.tsx'
import { emptyForm, type FormState } from '#web/form.ts'
import { withQuery } from '#web/links.ts'
import type { Propos } from '../db/decisions.ts'
import type { Decision } from '../domain/decision.ts'
import { type Depouillement, type Realisation, realisations } from '../domain/depouiller.ts'
import { direJour } from '../domain/dire.ts'
import type { Regard } from '../lecture/regard.ts'
import { decisionUrl, nouvelleDecisionUrl } from '../liens.ts'

export const etatsRealisation = {
  'a-faire': { etat: 'a-venir', mot: 'à faire' },
  'en-cours': { etat: 'partiel', mot: 'en cours' },
  faite: { etat: 'prouve', mot: 'faite' },
  abandonnee: { etat: 'sans-objet', mot: 'abandonnée' },
} as const satisfies Record<Realisation, { etat: CodeEtat; mot: string }>

type Props = {
  readonly r: Regard
  readonly d: Decision
  readonly forms: Readonly<Record<string, FormState>>
}
const geste = (r: Regard, d: Decision, nom: string) =>
  `${decisionUrl({ pole: r.pole.id, decision: d.id })}/${nom}`

/** Le tour de clarification : des questions, des réponses, dans l'ordre, sans que rien s'y efface. */
export const Clarifier = ({ r, d, forms, propos }: Props & { readonly propos: readonly Propos[] }) => {
  const form = forms.propos ?? emptyForm()
  const ouverte = d.etat === 'ouverte'
  if (!ouverte && propos.length === 0) return null
  return (
    <Section
      titre="Questions et réponses"
      id="propos"
      sous={compter(propos.length, 'message', { zero: 'aucune encore' })}
    >
      {propos.length === 0 ? (
        <p>Ce qui n’est pas clair se demande ici, avant de se prononcer. Une objection s’y discute aussi.</p>
      ) : (
        <ol class="fil-propos">
          {propos.map((p) => (
            <li>
              <p class="sub">
                {p.par}, le {direJour(p.le, ZONE_PAR_DEFAUT)}
              </p>
              <p>{p.texte}</p>
            </li>
          ))}
        </ol>
      )}
      {ouverte && r.participe ? (
        <details class="volet" open={forms.propos !== undefined}>
          <summary>Demander, ou répondre</summary>
          <Form form={form} action={geste(r, d, 'propos')} classe="court">
            <div class="champs">
              <TextArea form={form} name="propos" label="Votre message" rows={3} />
            </div>
            <p class="gestes-l">
              <Button genre="main">Envoyer</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </Section>
  )
}

/** Ce que devient ce qui est décidé : qui s'en charge, pour quand, où cela en est, quand on la relit. */
export const Suite = ({
  r,
  d,
  forms,
  compte,
  avant,
  apres,
}: Props & {
  readonly compte: Depouillement
  readonly avant: Decision | undefined
  readonly apres: Decision | undefined
}) => {
  // Ce qui n'a rien décidé n'a pas de suite à attendre, sauf si quelqu'un en a dit une.
  const suivie =
    d.etat === 'close' &&
    (compte.issue === 'adoptee' ||
      d.realisation !== 'a-faire' ||
      d.echeance !== null ||
      `${d.responsable}${d.suivi}` !== '')
  const form =
    forms.suite ??
    emptyForm(undefined, {
      responsable: d.responsable,
      echeance: d.echeance ? formaterDate(d.echeance, 'chiffres') : '',
      realisation: d.realisation,
      suivi: d.suivi,
      revoir: d.revoirLe ? formaterDate(d.revoirLe, 'chiffres') : '',
    })
  const lien = (x: Decision) => (
    <a href={decisionUrl({ pole: r.pole.id, decision: x.id })}>
      {x.titre}, {x.issue ?? 'vote ouvert'}
    </a>
  )
  const lignes = [
    ...(avant ? [['Reprend', lien(avant)] as const] : []),
    ...(apres ? [['Reprise par', lien(apres)] as const] : []),
    ...(suivie
      ? [
          ['Où cela en est', <Etat {...etatsRealisation[d.realisation]} />] as const,
          ['Qui s’en charge', d.responsable || 'personne encore'] as const,
          ['Pour le', d.echeance ? formaterDate(d.echeance) : 'sans date'] as const,
          ...(d.suivi ? [['En un mot', d.suivi] as const] : []),
        ]
      : []),
    ...(d.revoirLe ? [['À revoir le', formaterDate(d.revoirLe)] as const] : []),
  ]
  if (lignes.length === 0 && !(r.anime && d.etat === 'close')) return null
  return (
    <Section titre={d.etat === 'close' ? 'La suite' : 'Son histoire'} id="suite">
      {lignes.length > 0 ? <Definitions lignes={lignes} /> : null}
      {r.anime && d.etat === 'close' ? (
        <>
          <details class="volet" open={forms.suite !== undefined}>
            <summary>Dire où cela en est</summary>
            <Form form={form} action={geste(r, d, 'suite')} classe="court">
              <div class="champs">
                <Field form={form} name="responsable" label="Qui s’en charge" optional span={2} />
                <Field
                  form={form}
                  name="echeance"
                  label="Pour le"
                  optional
                  inputmode="numeric"
                  hint="22/03/2027"
                />
                <SelectField
                  form={form}
                  name="realisation"
                  label="Où cela en est"
                  options={Object.entries(realisations).map(([value, label]) => ({ value, label }))}
                />
                <Field
                  form={form}
                  name="revoir"
                  label="À revoir le"
                  optional
                  inputmode="numeric"
                  hint="une décision n’est pas pour toujours"
                />
                <TextArea form={form} name="suivi" label="En un mot" rows={2} optional />
              </div>
              <p class="gestes-l">
                <Button genre="main">Noter la suite</Button>
              </p>
            </Form>
          </details>
          {(d.genre === 'consentement' || d.genre === 'proposition') && !apres ? (
            <p>
              <a href={withQuery(nouvelleDecisionUrl({ pole: r.pole.id }), { reprend: d.id })}>
                Reprendre la proposition, amendée
              </a>
            </p>
          ) : null}
        </>
      ) : null}
    </Section>
  )
}
