import { formaterNda, formaterSiret, type Nda, type Siret } from '#kernel/identifiants.ts'
import { INSECABLE } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
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

/** « depuis le 3 mars 2027 à 10 h », « du … au … », « jamais ». */
export const direParutions = (
  parutions: readonly { readonly publiee: Date; readonly retiree: Date | null }[],
): string =>
  parutions
    .map((p) =>
      p.retiree === null
        ? `depuis le ${formaterInstant(p.publiee)}`
        : `du ${formaterInstant(p.publiee)} au ${formaterInstant(p.retiree)}`,
    )
    .join(' ; ') || 'jamais'
