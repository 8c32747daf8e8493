import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

/** Les quatre états d'un compte rendu : chacun ne va qu'au suivant, sauf l'amendement qui revient au brouillon. */
export const etatsDuCompteRendu = ['brouillon', 'amendement', 'valide', 'publie'] as const
export type EtatCompteRendu = (typeof etatsDuCompteRendu)[number]

/** Jours pendant lesquels chaque membre peut amender avant que le compte rendu soit validé. Usage des pôles, réglable. */
export const JOURS_D_AMENDEMENT = 7

/** L’instant où le compte rendu ouvert ce jour-là peut être validé. */
export const finDesAmendements = (ouvertLe: Date): Date =>
  new Date(ouvertLe.getTime() + JOURS_D_AMENDEMENT * 86_400_000)

/** Le délai court encore : rien ne se valide, donc rien ne se publie. */
export const sAmende = (ouvertLe: Date, le: Date): boolean => le < finDesAmendements(ouvertLe)

export type RefusCompteRendu = Refus<
  'passage-impossible' | 'pas-tenue' | 'recit-vide' | 'amendement-en-cours'
>

const suites: Readonly<Record<EtatCompteRendu, readonly EtatCompteRendu[]>> = {
  brouillon: ['amendement'],
  amendement: ['brouillon', 'valide'],
  valide: ['publie'],
  publie: [],
}

/** Où va le compte rendu. `amendementLe` : quand il a été ouvert aux amendements. */
export const avancerCompteRendu = (
  reunion: {
    readonly etat: string
    readonly recit: string
    readonly compteRendu: EtatCompteRendu
    readonly amendementLe: Date | null
  },
  vers: EtatCompteRendu,
  le: Date,
): Result<EtatCompteRendu, RefusCompteRendu> => {
  if (!suites[reunion.compteRendu].includes(vers))
    return refuser(
      'passage-impossible',
      `Un compte rendu « ${reunion.compteRendu} » ne devient pas « ${vers} ».`,
    )
  if (reunion.etat !== 'tenue')
    return refuser('pas-tenue', 'La réunion n’a pas eu lieu : dites d’abord qu’elle s’est tenue.')
  if (vers === 'amendement' && reunion.recit.trim() === '')
    return refuser('recit-vide', 'Écrivez le récit avant de l’ouvrir aux amendements.')
  if (vers === 'valide' && reunion.amendementLe !== null) {
    if (sAmende(reunion.amendementLe, le))
      return refuser(
        'amendement-en-cours',
        `Les membres ont ${JOURS_D_AMENDEMENT} jours pour amender : le compte rendu se valide ensuite.`,
      )
  }
  return ok(vers)
}

/** Le récit s'écrit jusqu'à la validation. */
export const recitOuvert = (u: { readonly compteRendu: EtatCompteRendu }): Result<null, Refus<'valide'>> =>
  u.compteRendu === 'valide' || u.compteRendu === 'publie'
    ? refuser('valide', 'Le compte rendu est validé : il ne change plus.')
    : ok(null)

/** Un amendement se propose quand le compte rendu y est ouvert. */
export const amendable = (u: { readonly compteRendu: EtatCompteRendu }): Result<null, Refus<'ferme'>> =>
  u.compteRendu === 'amendement'
    ? ok(null)
    : refuser('ferme', 'Le compte rendu n’est pas ouvert aux amendements.')

/** Un engagement en retard : pris, avec une échéance passée. */
export const enRetard = (
  e: { readonly etat: string; readonly pour: DateCivile | null },
  jour: DateCivile,
): boolean => e.etat === 'pris' && e.pour !== null && e.pour < jour
