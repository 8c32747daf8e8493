/** Qui achète relève-t-il du droit public ? Rien ne le déclare : trois faits le disent, et à défaut on le tient pour privé. */
import type { DateCivile } from '#kernel/dates.ts'
import { enVigueur, type ParametreDate } from '#kernel/parametres.ts'
import { type Dispositif, dispositifs, type GenreFinanceur, type StatutF1 } from './dossier.ts'

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

/**
 * Un acheteur sans dispositif dit qui paie seul : une collectivité paie d’ordinaire pour ses agents (BPF, ligne 3). Un
 * financeur public achète aussi pour d’autres : rien ne se propose à sa place.
 */
export const paiePourSesAgents = (a: {
  readonly siren: string | null
  readonly financeur: GenreFinanceur | null
}): boolean => a.financeur === null && sirenPublic(a.siren)

/**
 * La ligne 1 du BPF ne compte que les salariés du privé : dite quand l’acheteur, ou qui vient, est du public. Rien : pas
 * de ligne « entreprise », ou rien ne dit que l’on soit au public.
 */
export const ligneAVerifier = (d: {
  readonly siren: string | null
  readonly financeur: GenreFinanceur | null
  readonly lignes: readonly Dispositif[]
  readonly statuts: readonly (StatutF1 | null)[]
}): string | undefined => {
  if (!d.lignes.includes('entreprise')) return undefined
  const { mot, ligne } = dispositifs['public-agents']
  const vers = `« ${mot} » (BPF, ligne ${ligne})`
  if (d.statuts.includes('agent-public'))
    return `Des stagiaires sont agents publics : ce que paie leur employeur est ${vers}, et non la ligne 1.`
  return acheteurPublic({ ...d, paie: d.lignes })
    ? `Cet acheteur relève du droit public : s’il paie pour ses agents, c’est ${vers}, et non la ligne 1.`
    : undefined
}
