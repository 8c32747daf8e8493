/** Qui achète relève-t-il du droit public ? Rien ne le déclare : trois faits le disent, et à défaut on le tient pour privé. */
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
