/** L’horloge du contrat : quand finit le délai, ce qui peut être demandé, et quand. */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { estOuvre, type TerritoireFerie } from '#kernel/feries.ts'
import { formaterMontant, type Montant, somme } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { instantDe, jourLocal, type Zone } from '#kernel/zones.ts'
import type { Echeance } from './dossier.ts'

export type Retractation = {
  /** Le dernier jour où l’on peut se rétracter. */
  readonly dernierJour: DateCivile
  /** Minuit, à l’heure du lieu, à la fin de ce jour. */
  readonly finLe: Date
  /** Le premier jour où une somme peut être reçue. */
  readonly exigibleDes: DateCivile
  /** De combien de jours un samedi, un dimanche ou un jour férié l’a reporté. */
  readonly report: number
}

/**
 * Compté du lendemain de la signature, fini à minuit (L6353-5 ; C. conso. L221-19). Seul le délai de quatorze jours se
 * reporte au premier jour ouvré quand il finit un samedi, un dimanche ou un jour férié (C. conso. L221-19 ; non relu :
 * paramètre `reporter`).
 */
export const finDeRetractation = (
  signeLe: Date,
  delaiJours: number,
  lieu: { readonly zone: Zone; readonly territoire?: TerritoireFerie },
  { reporter = delaiJours === 14 }: { readonly reporter?: boolean } = {},
): Retractation => {
  const brut = ajouterJours(jourLocal(signeLe, lieu.zone), delaiJours)
  let dernierJour = brut
  let report = 0
  while (reporter && !estOuvre(dernierJour, lieu.territoire)) {
    dernierJour = ajouterJours(dernierJour, 1)
    report += 1
  }
  return {
    dernierJour,
    finLe: instantDe(ajouterJours(dernierJour, 1), 0, lieu.zone).instant,
    exigibleDes: ajouterJours(dernierJour, 1),
    report,
  }
}

/** L’article qui fait compter l’envoi, pour le citer : celui des quatorze jours. Aux dix de L6353-5, la règle est déduite, rien ne se cite. */
export const articleDEnvoi = (delaiJours: number): string =>
  delaiJours === 14 ? ' (C. conso., art. L221-21)' : ''

export type RefusEnvoi = Refus<'envoi-a-venir' | 'envoi-avant-signature' | 'delai-passe'>

/**
 * La rétractation vaut du jour où elle fut envoyée, si tard qu’on la lise (C. conso., art. L221-21, non relu ; pour les dix jours de
 * L6353-5, déduit). Le dernier jour du délai compte encore.
 */
export const refusDEnvoi = (
  envoyeeLe: DateCivile,
  f: {
    readonly signeLe: DateCivile
    readonly delaiJours: number
    readonly dernierJour: DateCivile
    readonly aujourdhui: DateCivile
  },
): RefusEnvoi | undefined => {
  if (envoyeeLe > f.aujourdhui)
    return refus('envoi-a-venir', 'Cette date d’envoi est à venir : écrivez celle de la lettre.')
  if (envoyeeLe < f.signeLe)
    return refus(
      'envoi-avant-signature',
      `Le contrat est signé du ${formaterDate(f.signeLe)} : on ne s’en rétracte pas avant.`,
    )
  return envoyeeLe > f.dernierJour
    ? refus(
        'delai-passe',
        `Le délai de rétractation a fini le ${formaterDate(f.dernierJour)}. Si la rétractation fut envoyée à temps et lue après, écrivez le jour de son envoi${articleDEnvoi(f.delaiJours)} ; envoyée après, c’est une résiliation, ou un abandon.`,
      )
    : undefined
}

/**
 * Rétractée, la personne doit la part suivie avant sa décision si, de quatorze jours, elle avait expressément demandé à commencer
 * (C. conso., art. L221-25). Sinon, rien.
 */
export const doitLaPartSuivie = (f: {
  readonly debutAnticipeLe: Date | null
  readonly delaiJours: number
}): boolean => f.debutAnticipeLe !== null && f.delaiJours === 14

/** Part maximale à l’expiration du délai, en pour cent (L6353-6). */
export const PLAFOND_A_L_EXPIRATION = 30

export type RefusEcheancier = Refus<
  'avant-expiration' | 'plus-de-trente' | 'trop-tot' | 'somme-differente' | 'jour-en-double' | 'montant-nul'
> & { readonly rang?: number }

export type SeanceDue = { readonly jour: DateCivile; readonly minutes: number }

/** Minutes de formation échues à la fin de ce jour, et toutes celles de l’action. */
export const partEchue = (
  seances: readonly SeanceDue[],
  jour: DateCivile,
): { readonly echues: number; readonly total: number } => ({
  echues: seances.reduce((t, s) => (s.jour <= jour ? t + s.minutes : t), 0),
  total: seances.reduce((t, s) => t + s.minutes, 0),
})
const echues = (seances: readonly SeanceDue[], jour: DateCivile): number => partEchue(seances, jour).echues

/**
 * L6353-6 : rien avant l’expiration du délai ; 30 % au plus à l’expiration ; le reste au fur et à mesure. Le cumul dû
 * un jour ne dépasse donc ni 30 % du prix, ni la part des heures échues ce jour-là, la plus grande des deux. Le premier
 * jour exigible reste à 30 %, même si des heures ont déjà été suivies. Tous les refus sont rendus, par rang. `prix` est ce que
 * la personne paie, taxe comprise (`prixDu`).
 */
export const verifierEcheancier = (
  echeances: readonly Echeance[],
  {
    prix,
    exigibleDes,
    seances,
  }: { readonly prix: Montant; readonly exigibleDes: DateCivile; readonly seances: readonly SeanceDue[] },
): RefusEcheancier[] => {
  const trouves: RefusEcheancier[] = []
  const total = seances.reduce((t, s) => t + s.minutes, 0)
  const ordre = echeances
    .map((e, rang) => ({ ...e, rang }))
    .toSorted((a, b) => (a.jour < b.jour ? -1 : a.jour > b.jour ? 1 : a.rang - b.rang))
  let cumul = 0
  let precedent: DateCivile | undefined
  for (const { jour, montant, rang } of ordre) {
    cumul += montant
    if (montant <= 0) trouves.push({ ...refus('montant-nul', 'Une échéance a un montant.'), rang })
    if (jour === precedent)
      trouves.push({ ...refus('jour-en-double', 'Deux échéances le même jour : n’en faites qu’une.'), rang })
    precedent = jour
    if (jour < exigibleDes) {
      trouves.push({
        ...refus(
          'avant-expiration',
          `Rien n’est dû avant le ${formaterDate(exigibleDes)}, fin du délai de rétractation (L6353-6).`,
        ),
        rang,
      })
      continue
    }
    const trente = BigInt(cumul) * 100n <= BigInt(prix) * BigInt(PLAFOND_A_L_EXPIRATION)
    if (trente) continue
    if (jour === exigibleDes)
      trouves.push({
        ...refus(
          'plus-de-trente',
          `À l’expiration du délai, ${PLAFOND_A_L_EXPIRATION} % du prix au plus (L6353-6).`,
        ),
        rang,
      })
    else if (BigInt(cumul) * BigInt(total) > BigInt(prix) * BigInt(echues(seances, jour)) || total === 0)
      trouves.push({
        ...refus(
          'trop-tot',
          `Au ${formaterDate(jour)}, le cumul dépasse la part des heures déjà faites : le solde suit le déroulement (L6353-6).`,
        ),
        rang,
      })
  }
  const dues = somme(echeances.map((e) => e.montant))
  if (echeances.length > 0 && dues !== prix)
    trouves.push(
      refus(
        'somme-differente',
        `Les échéances font ${formaterMontant(dues)}, le prix est ${formaterMontant(prix)}.`,
      ),
    )
  return trouves
}

export type RefusEncaissement = Refus<
  'non-signe' | 'delai-en-cours' | 'plus-de-trente' | 'trop-tot' | 'retracte'
>

/**
 * L’horloge du contrat, pour qui encaisse : rien avant la signature ni avant la fin du délai (L6353-3, L6353-6). `prix` et
 * `dejaRecu` sont taxe comprise (`prixDu`).
 */
export const peutEncaisser = (
  etat: {
    readonly signeLe: Date | null
    readonly retracteLe: Date | null
    /** Rétractée, elle doit encore ce qu’elle a suivi (`doitLaPartSuivie`). */
    readonly partSuivieDue: boolean
    readonly delai: Retractation | null
    readonly prix: Montant
    readonly dejaRecu: Montant
    readonly seances: readonly SeanceDue[]
  },
  montant: Montant,
  maintenant: Date,
  zone: Zone,
): RefusEncaissement | undefined => {
  if (!etat.signeLe || !etat.delai)
    return refus('non-signe', 'Le contrat n’est pas signé : aucun paiement avant sa conclusion (L6353-3).')
  if (etat.retracteLe && !etat.partSuivieDue)
    return refus('retracte', 'La personne s’est rétractée : rien n’est dû.')
  if (maintenant < etat.delai.finLe)
    return refus(
      'delai-en-cours',
      `Le délai de rétractation court jusqu’au ${formaterDate(etat.delai.dernierJour)} à minuit : rien ne se reçoit avant (L6353-6).`,
    )
  const cumul = BigInt(etat.dejaRecu) + BigInt(montant)
  if (cumul * 100n <= BigInt(etat.prix) * BigInt(PLAFOND_A_L_EXPIRATION)) return undefined
  const jour = jourLocal(maintenant, zone)
  if (jour <= etat.delai.exigibleDes)
    return refus(
      'plus-de-trente',
      `À l’expiration du délai, ${PLAFOND_A_L_EXPIRATION} % du prix au plus (L6353-6).`,
    )
  const total = etat.seances.reduce((t, s) => t + s.minutes, 0)
  return total === 0 || cumul * BigInt(total) > BigInt(etat.prix) * BigInt(echues(etat.seances, jour))
    ? refus('trop-tot', 'Ce paiement dépasse la part des heures déjà faites (L6353-6).')
    : undefined
}
