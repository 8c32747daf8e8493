/** Qui paie quoi : la somme des lignes est le prix, et chaque payeur convient à son dispositif. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { centimes, formaterMontant, type Montant, somme } from '#kernel/montant.ts'
import { type Avertissement, type Refus, refus } from '#kernel/refus.ts'
import {
  type Acheteur,
  type Dispositif,
  dispositifs,
  type GenreFinanceur,
  type LigneFinancement,
} from './dossier.ts'

/** Le genre de financeur que demande un dispositif ; `null` : pas un financeur, ou peu importe lequel. */
export const financeurAttendu: Readonly<Record<Dispositif, GenreFinanceur | null>> = {
  entreprise: null,
  'opco-apprentissage': 'opco',
  'opco-contrat-pro': 'opco',
  'opco-pro-a': 'opco',
  'transitions-pro': 'transitions-pro',
  'cdc-cpf': 'cdc',
  'opco-demandeurs-emploi': 'opco',
  'faf-non-salaries': 'faf',
  'opco-plan': 'opco',
  'public-agents': null,
  europe: 'europe',
  etat: 'etat',
  region: 'region',
  'france-travail': 'france-travail',
  'autre-public': 'autre-public',
  particulier: null,
  'autre-of': null,
  'autre-formation': null,
  'hors-formation': null,
}

/** Qui paie, quand le dispositif n’a qu’un payeur : un champ laissé vide le nomme, plutôt que l’acheteur. */
export const payeurDOffice: Readonly<Partial<Record<Dispositif, string>>> = {
  'cdc-cpf': 'Caisse des dépôts et consignations',
}

/** Qui peut payer l’organisme à la place de l’acheteur. Les autres versent toujours eux-mêmes : rien à subroger. */
const subrogeables: ReadonlySet<Dispositif> = new Set([
  'opco-apprentissage',
  'opco-contrat-pro',
  'opco-pro-a',
  'opco-demandeurs-emploi',
  'opco-plan',
  'faf-non-salaries',
  'transitions-pro',
])

/** L’argent n’est versé que sur l’accord d’un organisme, demandé avant le début. */
const surAccord: ReadonlySet<Dispositif> = new Set([...subrogeables, 'france-travail', 'region'])

export type RefusFinancement = Refus<
  'somme-differente' | 'montant-nul' | 'payeur-incoherent' | 'subrogation-impossible' | 'sous-traitance-melee'
> & { readonly rang?: number }
export type AlerteFinancement = Avertissement<
  'sans-subrogation' | 'accord-absent' | 'accord-tardif' | 'plafond-depasse'
> & {
  readonly rang: number
}

const payeurConvient = ({ payeur, dispositif }: LigneFinancement): boolean => {
  if (payeur.genre === 'personne')
    return ['particulier', 'autre-formation', 'hors-formation'].includes(dispositif)
  if (dispositif === 'particulier') return false
  if (dispositif === 'autre-of') return payeur.estOf
  if (dispositif === 'autre-public')
    return payeur.financeur === 'autre-public' || payeur.financeur === 'agefiph'
  const attendu = financeurAttendu[dispositif]
  return attendu === null || payeur.financeur === attendu
}

/** Ce qu’aucune ligne ne paie encore ; rien quand une ligne sans montant le prend, quand tout est payé, ou quand l’acheteur paie tout. */
export const resteDu = (
  lignes: readonly { readonly montant: Montant | undefined }[],
  prix: Montant,
): Montant | undefined => {
  const dits = lignes.flatMap((l) => (l.montant === undefined ? [] : [l.montant]))
  const reste = prix - somme(dits)
  return lignes.length > 0 && dits.length === lignes.length && reste > 0 ? centimes(reste) : undefined
}

/** Tous les refus d’un financement, par rang de ligne. Les montants sont hors taxes, comme le prix. */
export const verifierFinancement = (
  lignes: readonly LigneFinancement[],
  { prix, acheteur }: { readonly prix: Montant; readonly acheteur: Acheteur },
): RefusFinancement[] => {
  const trouves: RefusFinancement[] = []
  for (const [rang, l] of lignes.entries()) {
    if (l.montant <= 0)
      trouves.push({ ...refus('montant-nul', 'Une ligne de financement a un montant.'), rang })
    if (!payeurConvient(l))
      trouves.push({
        ...refus('payeur-incoherent', `Ce payeur ne correspond pas à « ${dispositifs[l.dispositif].mot} ».`),
        rang,
      })
    if (l.subrogation && !subrogeables.has(l.dispositif))
      trouves.push({
        ...refus(
          'subrogation-impossible',
          'Il n’y a de subrogation qu’avec un OPCO, un FAF ou Transitions Pro : ils paient à la place de l’acheteur.',
        ),
        rang,
      })
    if (
      (acheteur === 'organisme-formation') !== (l.dispositif === 'autre-of') &&
      l.dispositif !== 'hors-formation'
    )
      trouves.push({
        ...refus(
          'sous-traitance-melee',
          acheteur === 'organisme-formation'
            ? 'Le donneur d’ordre paie tout : ses financeurs ne sont pas les vôtres.'
            : 'Un autre organisme ne paie que ce qu’il vous sous-traite : ouvrez-lui son dossier.',
        ),
        rang,
      })
  }
  const total = somme(lignes.map((l) => l.montant))
  if (total !== prix)
    trouves.push(
      refus(
        'somme-differente',
        `Les lignes font ${formaterMontant(total)}, le prix est ${formaterMontant(prix)} : la somme des parts est le prix.`,
      ),
    )
  return trouves
}

/** Ce qui n’empêche rien mais se paie plus tard. `debut` : première séance ; nul si elle n’est pas posée. */
export const alertesFinancement = (
  lignes: readonly LigneFinancement[],
  debut: DateCivile | null,
  /** Les minutes prévues de l’action ; absent : on ne compare pas. */
  prevues?: number,
): AlerteFinancement[] =>
  lignes.flatMap((l, rang): AlerteFinancement[] => {
    const { mot } = dispositifs[l.dispositif]
    const alertes: AlerteFinancement[] = []
    if ((l.dispositif === 'opco-plan' || l.dispositif === 'faf-non-salaries') && !l.subrogation)
      alertes.push({
        ...refus(
          'sans-subrogation',
          `${mot} : sans subrogation, c’est l’acheteur qui vous paie et qui se fait rembourser.`,
        ),
        rang,
      })
    if (surAccord.has(l.dispositif) && l.accordLe === null)
      alertes.push({
        ...refus('accord-absent', `${mot} : l’accord écrit manque, il se demande avant le début.`),
        rang,
      })
    else if (surAccord.has(l.dispositif) && l.accordLe !== null && debut !== null && l.accordLe >= debut)
      alertes.push({
        ...refus(
          'accord-tardif',
          `${mot} : l’accord du ${formaterDate(l.accordLe)} n’est pas antérieur au début.`,
        ),
        rang,
      })
    if (prevues !== undefined && l.minutes && l.minutes < prevues)
      alertes.push({
        ...refus(
          'plafond-depasse',
          `${mot} : ${formaterDuree(l.minutes)} accordées par personne, ${formaterDuree(prevues)} prévues ; le reste n’est pas payé.`,
        ),
        rang,
      })
    return alertes
  })

/**
 * L’accord de chaque financeur qui en donne un précède-t-il le début ? Vrai sans financeur de ce genre.
 * `undefined` : un accord n’est pas noté, ou le début n’est pas posé ; on n’en sait rien, la garde est non vérifiable.
 */
export const accordAvantDebut = (
  lignes: readonly Pick<LigneFinancement, 'dispositif' | 'accordLe'>[],
  debut: DateCivile | null,
): boolean | undefined => {
  const dues = lignes.filter((l) => surAccord.has(l.dispositif))
  if (dues.length === 0) return true
  if (debut !== null && dues.some((l) => l.accordLe !== null && l.accordLe >= debut)) return false
  return debut === null || dues.some((l) => l.accordLe === null) ? undefined : true
}
