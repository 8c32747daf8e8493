/** L’échéancier d’un contrat, proposé et relu : trente pour cent, puis le solde au fil de l’action (C. trav., art. L6353-6). */
import { ajouterJours, type DateCivile, formaterDate, morceaux, semaineIso } from '#kernel/dates.ts'
import { type Montant, somme } from '#kernel/montant.ts'
import type { Echeance } from './dossier.ts'
import { PLAFOND_A_L_EXPIRATION, partEchue, type SeanceDue } from './retractation.ts'

/** Au-delà, un versement par jour de séance lasse qui le fait et qui le suit : on passe à la semaine, puis au mois. */
const VERSEMENTS_AU_PLUS = 6
/** Ce que la page sait saisir, moins le premier versement. */
const DATES_AU_PLUS = 23

const joursDeSeance = (seances: readonly SeanceDue[]): DateCivile[] =>
  [...new Set(seances.map((s) => s.jour))].toSorted()

/** Le dernier jour de séance de chaque semaine, ou de chaque mois. */
const derniersDe = (jours: readonly DateCivile[], cle: (j: DateCivile) => string): DateCivile[] => [
  ...new Map(jours.map((j) => [cle(j), j])).values(),
]

const semaine = (j: DateCivile) => {
  const s = semaineIso(j)
  return `${s.annee}-${s.semaine}`
}
const mois = (j: DateCivile) => {
  const m = morceaux(j)
  return `${m.annee}-${m.mois}`
}

/** Quand demander le solde : chaque jour de séance s’ils sont peu, sinon la fin de chaque semaine, sinon de chaque mois. */
const rythme = (jours: readonly DateCivile[]): readonly DateCivile[] => {
  if (jours.length <= VERSEMENTS_AU_PLUS) return jours
  const parSemaine = derniersDe(jours, semaine)
  if (parSemaine.length > 1 && parSemaine.length <= VERSEMENTS_AU_PLUS) return parSemaine
  const parMois = derniersDe(jours, mois)
  const dates = parMois.length > 1 ? parMois : jours
  const pas = Math.ceil(dates.length / DATES_AU_PLUS)
  return dates.filter((_, i) => (dates.length - 1 - i) % pas === 0)
}

/**
 * Un échéancier qui tient toujours, à proposer : 30 % à l’expiration, puis ce que les heures faites permettent, au rythme des
 * séances, le solde à la dernière. L’action finie à l’expiration, le solde attend le lendemain : au premier jour exigible,
 * trente pour cent seulement. `prix` : ce que la personne paie, taxe comprise.
 */
export const echeancierPropose = ({
  prix,
  exigibleDes,
  seances,
}: {
  readonly prix: Montant
  readonly exigibleDes: DateCivile
  readonly seances: readonly SeanceDue[]
}): Echeance[] => {
  if (prix <= 0 || seances.length === 0) return []
  const premiere = Math.floor((prix * PLAFOND_A_L_EXPIRATION) / 100)
  const proposees: Echeance[] = premiere > 0 ? [{ jour: exigibleDes, montant: premiere as Montant }] : []
  let cumul = premiere
  const restent = joursDeSeance(seances).filter((j) => j > exigibleDes)
  for (const jour of restent.length > 0 ? rythme(restent) : [ajouterJours(exigibleDes, 1)]) {
    const { echues, total } = partEchue(seances, jour)
    const permis = echues === total ? prix : Number((BigInt(prix) * BigInt(echues)) / BigInt(total))
    if (permis <= cumul) continue
    proposees.push({ jour, montant: (permis - cumul) as Montant })
    cumul = permis
  }
  return proposees
}

/**
 * Un avertissement, jamais un refus : attendre la fin pour tout demander ne lèse pas la personne, mais la loi veut un solde
 * échelonné au fil de l’action. Muet quand rien ne peut s’échelonner : un seul jour de séance
 * après l’expiration, ou presque toutes les heures au dernier.
 */
export const alerteEcheancier = (
  echeances: readonly Echeance[],
  { exigibleDes, seances }: { readonly exigibleDes: DateCivile; readonly seances: readonly SeanceDue[] },
): string | undefined => {
  const prix = somme(echeances.map((e) => e.montant))
  const dernier = joursDeSeance(seances).at(-1)
  const etalables = echeancierPropose({ prix, exigibleDes, seances }).filter((e) => e.jour > exigibleDes)
  if (dernier === undefined || etalables.length < 2) return undefined
  const auTerme = echeances.filter((e) => e.jour >= dernier)
  const avant = somme(echeances.filter((e) => e.jour < dernier).map((e) => e.montant))
  const [solde] = auTerme
  return solde && auTerme.length === 1 && avant * 100 <= prix * PLAFOND_A_L_EXPIRATION
    ? `Tout le solde tombe d’un coup, le ${formaterDate(solde.jour)} : la loi veut qu’il s’échelonne au fil de l’action (C. trav., art. L6353-6).`
    : undefined
}

/**
 * L’échéancier d’un avenant, aux nouvelles dates de l’action : ce qui tombait après sa fin revient au dernier jour, ce qui
 * devancerait les heures faites attend le jour qui le permet (L6353-6). Ce qui est échu ne bouge pas ; deux versements d’un même
 * jour n’en font qu’un.
 */
export const echeancierAuxNouvellesDates = (
  echeances: readonly Echeance[],
  {
    prix,
    exigibleDes,
    seances,
    aujourdhui,
  }: {
    readonly prix: Montant
    readonly exigibleDes: DateCivile
    readonly seances: readonly SeanceDue[]
    readonly aujourdhui: DateCivile
  },
): readonly Echeance[] => {
  const jours = joursDeSeance(seances).filter((j) => j > exigibleDes)
  const dernier = jours.at(-1)
  if (dernier === undefined) return echeances
  let cumul = 0
  const parJour = new Map<DateCivile, number>()
  for (const e of echeances.toSorted((a, b) => (a.jour < b.jour ? -1 : 1))) {
    cumul += e.montant
    const permis = (j: DateCivile): boolean => {
      const { echues, total } = partEchue(seances, j)
      return (
        cumul * 100 <= prix * PLAFOND_A_L_EXPIRATION ||
        BigInt(cumul) * BigInt(total) <= BigInt(prix) * BigInt(echues)
      )
    }
    const borne = e.jour > dernier ? dernier : e.jour
    const jour =
      e.jour < aujourdhui || permis(borne) ? borne : (jours.find((j) => j >= borne && permis(j)) ?? dernier)
    parJour.set(jour, (parJour.get(jour) ?? 0) + e.montant)
  }
  return [...parJour].map(([jour, montant]) => ({ jour, montant: montant as Montant }))
}
