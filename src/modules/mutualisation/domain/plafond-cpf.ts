/** La part de son CPF qu’une coopérative confie au dehors, par année civile. Pur. */
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { formaterNombre } from '#kernel/texte.ts'
import { PART_CPF_AU_DEHORS } from './formes/interdictions.ts'
import { joursDe, type Mission, seConfie } from './missions.ts'

type Lue = Pick<Mission, 'moi' | 'payeur' | 'forme' | 'etat' | 'creneaux' | 'prix' | 'faitCentimes'>
/** Une mission que l’on confie, payée par le CPF. */
export const confieDuCpf = (m: Lue): boolean => m.moi === 'recoit' && m.payeur === 'cpf' && seConfie(m)
/** L’année civile d’une mission : celle de son dernier jour. */
export const anneeDe = (m: Pick<Mission, 'creneaux'>): string => joursDe(m).at(-1)?.slice(0, 4) ?? ''

/** Centimes hors taxes que les missions confient dans l’année : le constat, ou le prix convenu tant qu’il n’y en a pas. */
export const confieDansLAnnee = (missions: readonly Lue[], annee: string): number =>
  missions
    .filter((m) => confieDuCpf(m) && (m.etat === 'ferme' || m.etat === 'faite') && anneeDe(m) === annee)
    .reduce((t, m) => t + (m.faitCentimes ?? m.prix), 0)

/** `chiffre` : ce qui est facturé à la Caisse des dépôts dans l’année, en centimes hors taxes. */
export const direPartDuCpf = (
  annee: string,
  confie: number,
  chiffre: number,
): { readonly etat: 'partiel' | 'manquant' | 'a-venir'; readonly mot: string; readonly phrase: string } => {
  const euros = (c: number) => formaterMontant(centimes(c))
  const dit = `En ${annee}, les missions signées confient ${euros(confie)} hors taxes de CPF à d’autres coopératives`
  if (chiffre <= 0)
    return {
      etat: 'a-venir',
      mot: 'pas encore de facture à comparer',
      phrase: `${dit} ; Coforme ne connaît aucune facture à la Caisse des dépôts cette année-là.`,
    }
  const passe = confie * 100 > chiffre * PART_CPF_AU_DEHORS
  return {
    etat: passe ? 'manquant' : 'partiel',
    mot: passe
      ? `plus de ${PART_CPF_AU_DEHORS} %`
      : `${formaterNombre(Math.ceil((confie * 100) / chiffre))} %`,
    phrase: `${dit}, sur ${euros(chiffre)} facturés à la Caisse des dépôts : ${PART_CPF_AU_DEHORS} % au plus.`,
  }
}
