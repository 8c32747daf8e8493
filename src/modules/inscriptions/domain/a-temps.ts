/** Ce qui se fait avant le début de l’action : signer sa convention, convoquer. Après, la page dit qu’il est trop tard. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { signeApres } from '#kernel/signe-apres.ts'
import type { Zone } from '#kernel/zones.ts'
import type { Regime } from './dossier.ts'

/** Ce qui se signe avec nous avant le début ; le CPF et la sous-traitance reçue se concluent ailleurs. */
export const estDue = (regime: Regime): boolean => regime === 'convention' || regime === 'contrat'

type Commencement = { readonly debut: Date; readonly jour: DateCivile; readonly debutMinutes: number }

/** L’instant de la première demi-journée tenue est passé. Sans calendrier, rien n’a commencé. */
export const aCommence = (premiere: Commencement | undefined, maintenant: Date): boolean =>
  premiere !== undefined && premiere.debut <= maintenant

/** « le lundi 7 décembre 2026 à 9 h » : à l’heure de la salle. */
export const direDebut = (premiere: Commencement): string =>
  `le ${formaterDate(premiere.jour, 'complet')} à ${formaterHeure(premiere.debutMinutes)}`

/**
 * Signé après le début (`signeApres`). Celui que la coopérative laisse commencer sans signature l’a motivé d’avance : on le
 * dit tardif quand même, le motif l’explique.
 */
export const signeTard = (
  d: { readonly signeLe: Date | null; readonly signatureMoyen: 'lien' | 'scan' | null },
  premiere: Commencement | undefined,
  zone: Zone,
): boolean =>
  d.signeLe !== null &&
  premiere !== undefined &&
  signeApres({ signeLe: d.signeLe, surPapier: d.signatureMoyen === 'scan' }, premiere.debut, zone)

/** Ce que vaut une signature d’après le début, faite ou à venir ; rien tant que l’action n’a pas commencé. */
export const direTard = (
  d: {
    readonly regime: Regime
    /** Le motif d’un démarrage permis sans signature : le contrôle s’en contente. */
    readonly demarrageSansSignature: string | null
  } & Parameters<typeof signeTard>[0],
  premiere: Commencement | undefined,
  zone: Zone,
  maintenant: Date,
): string | undefined => {
  if (!premiere || !estDue(d.regime)) return undefined
  const contrat = d.regime === 'contrat'
  const motive = d.demarrageSansSignature !== null
  // L6353-3 veut le contrat conclu avant l’inscription définitive ; aucun article ne dit l’instant d’une convention.
  const article = contrat ? ' (C. trav., art. L6353-3)' : ''
  if (d.signeLe)
    return signeTard(d, premiere, zone)
      ? `L’action a commencé ${direDebut(premiere)} : ${contrat ? 'un contrat' : 'une convention'} se signe avant${article}.${motive ? '' : ' Le contrôle de la session le relève.'}`
      : undefined
  return aCommence(premiere, maintenant)
    ? `L’action a commencé ${direDebut(premiere)}. ${contrat ? 'Signé maintenant, il le sera' : 'Signée maintenant, elle le sera'} après le début${article}${motive ? '.' : ', et le contrôle de la session le relèvera.'}`
    : undefined
}
