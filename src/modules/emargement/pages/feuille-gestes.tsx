import { z } from 'zod'
import { de } from '#kernel/texte.ts'
import { Button, Form } from '#web/components.tsx'
import { choix, entier, facultatif, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import type { Case } from '../db/lectures.ts'
import { codesAbsence, motifsAbsence } from '../domain/absence.ts'
import { inscriptionDe } from './commun.ts'

const minutes = facultatif(entier({ max: 720, phrase: 'Écrivez un nombre de minutes.' }))
export const fields = z.object({
  inscription: identifiant(inscriptionDe, { phrase: 'Choisissez une personne de la feuille.' }).optional(),
  appareil: texte({ max: 36 }).optional(),
  absence: facultatif(choix(codesAbsence, { phrase: 'Choisissez un motif de la liste.' })),
  motif: texte({ max: 300 }).optional(),
  /** Les personnes que la page montrait attendues, pour le geste qui les régularise ensemble. */
  ceux: texte({ max: 40_000 }).optional(),
  retard: minutes,
  depart: minutes,
  /** Ce qui fut travaillé dans la demi-journée. */
  sequence: texte({ max: 200 }).optional(),
})
/** Le formulaire refusé, et le bouton qui l’a envoyé : la page rouvre le tiroir d’où il vient. */
export type Formulaire = FormOf<typeof fields> & { readonly geste?: string | undefined }

type Props = { readonly c: Case; readonly form: Formulaire }
const nomDe = (c: Case) => `${c.personne.prenom} ${c.personne.nom}`

/** Ce qui vient d’être refusé sur cette ligne : ouverte, avec ce qui a été écrit. */
const valeurDe = ({ c, form }: Props, champ: 'absence' | 'motif' | 'retard' | 'depart') =>
  form.values.get('inscription')?.[0] === c.inscription ? (form.values.get(champ)?.[0] ?? '') : ''
const estIci = ({ c, form }: Props, gestes: readonly string[]): boolean =>
  form.values.get('inscription')?.[0] === c.inscription && gestes.includes(form.geste ?? '')

const Motif = (p: Props & { readonly libelle: string; readonly cle: string; readonly propose?: string }) => (
  <p class="field l3">
    <label for={`${p.cle}-${p.c.inscription}`}>{p.libelle}</label>
    <input
      id={`${p.cle}-${p.c.inscription}`}
      name="motif"
      maxlength={300}
      autocomplete="off"
      value={valeurDe(p, 'motif') || p.propose}
    />
  </p>
)

const Minutes = (p: Props & { readonly cle: string }) => (
  <>
    {(['retard', 'depart'] as const).map((champ) => (
      <p class="field">
        <label for={`${p.cle}-${champ}-${p.c.inscription}`}>
          {champ === 'retard' ? 'Retard, en minutes' : 'Départ avant la fin, en minutes'}
        </label>
        <input
          id={`${p.cle}-${champ}-${p.c.inscription}`}
          name={champ}
          inputmode="numeric"
          maxlength={3}
          autocomplete="off"
          value={valeurDe(p, champ) || String(p.c.minutes[champ] || '')}
        />
      </p>
    ))}
  </>
)

const MotifAbsence = (p: Props & { readonly cle: string }) => (
  <p class="field l3">
    <label for={`${p.cle}-absence-${p.c.inscription}`}>Motif de l’absence</label>
    <select id={`${p.cle}-absence-${p.c.inscription}`} name="absence">
      {codesAbsence.map((code) => (
        <option value={code} selected={code === (valeurDe(p, 'absence') || (p.c.absence ?? 'inconnu'))}>
          {motifsAbsence[code].mot}
        </option>
      ))}
    </select>
  </p>
)

const Tiroir = ({
  c,
  titre,
  ouvert,
  children,
}: {
  readonly c: Case
  readonly titre: string
  readonly ouvert: boolean
  readonly children: unknown
}) => (
  <details open={ouvert}>
    <summary>
      {titre}
      <span class="unseen">, {nomDe(c)}</span>
    </summary>
    <Form form={emptyForm()}>
      <input type="hidden" name="inscription" value={c.inscription} />
      {children as never}
    </Form>
  </details>
)

/** Le lien d’une personne attendue, tant qu’on signe. */
export const RenvoyerLeLien = (p: {
  readonly c: Case
  readonly ouverte: boolean
  readonly parti: boolean
}) =>
  p.c.personne.courriel && p.ouverte ? (
    <Form form={emptyForm()} classe="">
      <input type="hidden" name="inscription" value={p.c.inscription} />
      <Button geste="renvoyer">
        {p.parti ? 'Renvoyer' : 'Envoyer'}
        <span class="unseen"> le lien {de(nomDe(p.c))}</span>
      </Button>
    </Form>
  ) : null

/** Personne attendue : envoyer ou renvoyer son lien, noter son absence, ou attester sa présence. */
export const GestesAttendue = (
  p: Props & { readonly ouverte: boolean; readonly parti: boolean; readonly propose?: string },
) => (
  <div class="gestes-l">
    <RenvoyerLeLien {...p} />
    <Tiroir c={p.c} titre="Noter son absence" ouvert={estIci(p, ['absent'])}>
      <MotifAbsence {...p} cle="a" />
      <p>
        <Button geste="absent">Noter l’absence</Button>
      </p>
    </Tiroir>
    <Regulariser {...p} />
  </div>
)

export const Regulariser = (p: Props & { readonly propose?: string }) => (
  <Tiroir c={p.c} titre="Régulariser" ouvert={estIci(p, ['regulariser'])}>
    <Motif {...p} cle="r" libelle="Motif, imprimé sur la feuille" />
    <Minutes {...p} cle="r" />
    <p>
      <Button geste="regulariser">Attester sa présence</Button>
    </p>
  </Tiroir>
)

/** La salle a signé sur papier, ou le réseau a manqué : le même motif pour tous ceux qui restent. */
export const RegulariserEnsemble = ({
  cases,
  form,
  propose,
  papier,
}: {
  readonly cases: readonly Case[]
  readonly form: Formulaire
  /** Le motif que disent leurs signatures gardées sans effet. */
  readonly propose?: string
  /** Le motif d’une feuille papier jointe. */
  readonly papier?: string | undefined
}) => {
  const ceux = cases.map((c) => c.inscription).join(' ')
  const id = `r-ensemble-${cases[0]?.inscription}`
  const ici = form.geste === 'regulariser-ensemble' && form.values.get('ceux')?.[0] === ceux
  return (
    <details class="suite-f" open={ici}>
      <summary>
        {propose
          ? `Régulariser ensemble les ${cases.length} personnes qui ont signé hors ligne`
          : `Régulariser ces ${cases.length} personnes ensemble`}
      </summary>
      <Form form={emptyForm()}>
        <input type="hidden" name="ceux" value={ceux} />
        <p class="field l3">
          <label for={id}>Motif, imprimé sur la feuille pour chacune</label>
          <input
            id={id}
            name="motif"
            maxlength={300}
            autocomplete="off"
            value={ici ? (form.values.get('motif')?.[0] ?? '') : (propose ?? papier ?? '')}
          />
          <small>
            Par exemple : signé sur papier, le réseau manquait. Notez d’abord les absences, une à une.
          </small>
        </p>
        <p>
          <Button geste="regulariser-ensemble">Attester leur présence</Button>
        </p>
      </Form>
    </details>
  )
}

/** Présence au registre : des minutes à retirer, une correction, une annulation. */
export const GestesSignee = (p: Props & { readonly close: boolean }) => (
  <Tiroir
    c={p.c}
    titre={p.close ? 'Corriger' : 'Minutes ou correction'}
    ouvert={estIci(p, ['minutes', 'corriger-absence', 'annuler'])}
  >
    <Minutes {...p} cle="m" />
    <Motif
      {...p}
      cle="m"
      libelle={p.close ? 'Motif de la correction' : 'Motif, exigé pour corriger ou annuler'}
    />
    <p>
      <Button geste="minutes">Noter les minutes</Button>
    </p>
    <MotifAbsence {...p} cle="m" />
    <p>
      <Button geste="corriger-absence">Corriger : absence</Button>{' '}
      {p.close ? null : <Button geste="annuler">Annuler la signature</Button>}
    </p>
  </Tiroir>
)

/** Absence au registre : un justificatif arrive, ou elle a été notée à tort. */
export const GestesAbsente = (p: Props & { readonly close: boolean }) => (
  <div class="gestes-l">
    <Tiroir c={p.c} titre="Changer le motif" ouvert={estIci(p, ['requalifier'])}>
      <MotifAbsence {...p} cle="q" />
      <p>
        <Button geste="requalifier">Garder ce motif</Button>
      </p>
    </Tiroir>
    <Regulariser {...p} />
    {p.close ? null : (
      <Tiroir c={p.c} titre="Annuler" ouvert={estIci(p, ['annuler'])}>
        <Motif {...p} cle="n" libelle="Motif de l’annulation" />
        <p>
          <Button geste="annuler">Annuler cette absence</Button>
        </p>
      </Tiroir>
    )}
  </div>
)
