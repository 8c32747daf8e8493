import { formaterNda, formaterSiret, type Nda, type Siret } from '#kernel/identifiants.ts'
import { INSECABLE } from '#kernel/texte.ts'
import type { CodeEtat } from '#web/components/states.tsx'
import type { EtatOffre, Origine } from '../domain/offre.ts'

/** La forme qui dit l’état d’une offre. */
export const marqueDe: Readonly<Record<EtatOffre, CodeEtat>> = {
  brouillon: 'a-juger',
  adoptee: 'prouve',
  retiree: 'sans-objet',
}

/** « Lycée Kerneuzec, SIRET 192 900 769 00014 ». */
export const direOrigine = (o: Origine): string =>
  [
    o.nom,
    o.siret ? `SIRET${INSECABLE}${formaterSiret(o.siret as Siret)}` : null,
    o.nda ? `déclaration d’activité${INSECABLE}${formaterNda(o.nda as Nda)}` : null,
  ]
    .filter((t) => t !== null)
    .join(', ')

const instant = new Intl.DateTimeFormat('fr-FR', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/Paris',
})
export const direInstant = (le: Date): string => instant.format(le)

/** « depuis le 3 mars 2027 à 10:00 », « du … au … », « jamais ». */
export const direParutions = (
  parutions: readonly { readonly publiee: Date; readonly retiree: Date | null }[],
): string =>
  parutions
    .map((p) =>
      p.retiree === null
        ? `depuis le ${direInstant(p.publiee)}`
        : `du ${direInstant(p.publiee)} au ${direInstant(p.retiree)}`,
    )
    .join(' ; ') || 'jamais'
