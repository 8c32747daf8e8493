/** Qui achète relève-t-il du droit public ? Rien ne le déclare : trois faits le disent, et à défaut on le tient pour privé. */
import type { DateCivile } from '#kernel/dates.ts'
import { enVigueur, type ParametreDate } from '#kernel/parametres.ts'
import type { Dispositif, GenreFinanceur } from './dossier.ts'

/** Des personnes publiques par nature. L’Agefiph et les OPCO sont privés ; un fonds européen, selon qui le gère. */
const financeursPublics: ReadonlySet<GenreFinanceur> = new Set([
  'etat',
  'region',
  'france-travail',
  'cdc',
  'autre-public',
])

/** L’Insee réserve aux personnes de droit public les SIREN qui commencent par 1 (État) et par 2 (collectivités) : usage constant. */
const sirenPublic = (siren: string | null): boolean => siren !== null && /^[12]/.test(siren)

export const acheteurPublic = (a: {
  readonly siren: string | null
  readonly financeur: GenreFinanceur | null
  /** Les dispositifs que l’acheteur paie lui-même. */
  readonly paie: readonly Dispositif[]
}): boolean =>
  a.paie.includes('public-agents') ||
  (a.financeur !== null && financeursPublics.has(a.financeur)) ||
  sirenPublic(a.siren)

/**
 * Ce qu’un acheteur public a au plus pour payer, en jours. Cinquante pour un établissement public de santé, soixante pour une
 * entreprise publique (R2192-11, non relu) : rien ne les distingue ici, et un délai plus court se convient.
 */
const delaiPublicJours: ParametreDate<number> = [
  {
    depuis: '2019-04-01',
    valeur: 30,
    source:
      'code de la commande publique, R2192-10 (non relu) ; un marché passé sans publicité en est un (déduit)',
  },
]

/** Le délai que disent nos pièces : celui de la coopérative, ramené au plus long que la loi permet à qui achète. */
export const delaiDeReglement = (publique: boolean, convenu: number, le: DateCivile): number =>
  publique ? Math.min(convenu, enVigueur(delaiPublicJours, le)) : convenu
