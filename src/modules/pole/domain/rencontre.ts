import type { Id, OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier, uneLigne } from '#kernel/texte.ts'
import type { Zone } from '#kernel/zones.ts'
import type { EtatCompteRendu } from './compte-rendu.ts'

export type ReunionId = Id<'Reunion'>

export type Format = 'demi-journee' | 'petit-dejeuner' | 'aperitif' | 'visio' | 'assemblee'

export type EtatReunion = 'dates' | 'convoquee' | 'tenue' | 'annulee'
/** Les rencontres qui ont une date : elles seules se lisent à l’agenda. */
export const rencontresDatees = ['convoquee', 'tenue', 'annulee'] as const satisfies readonly EtatReunion[]

export type Reunion = {
  readonly id: ReunionId
  readonly organisme: OrganismeId
  readonly rang: number
  readonly titre: string
  readonly format: Format
  readonly etat: EtatReunion
  readonly debut: Date | null
  readonly fin: Date | null
  readonly zone: Zone
  readonly hote: string
  readonly lieu: string
  readonly acces: string
  readonly visio: string
  readonly jauge: number | null
  readonly recit: string
  readonly invites: string
  readonly compteRendu: EtatCompteRendu
  readonly amendementLe: Date | null
  readonly motif: string | null
}

export type DitSaVenue = 'oui' | 'peut-etre' | 'non'

/** Une réponse à l'invitation. `places` : combien de « oui » sont donnés, et si la personne qui répond en a déjà un. */
export const accepterReponse = (
  u: Pick<Reunion, 'etat' | 'jauge'>,
  dit: DitSaVenue,
  places: { readonly prises: number; readonly mienne: boolean },
): Result<null, Refus<'close' | 'complete'>> => {
  if (u.etat !== 'convoquee') return refuser('close', 'Cette rencontre n’attend plus de réponse.')
  if (dit === 'oui' && u.jauge !== null && places.prises >= u.jauge && !places.mienne)
    return refuser(
      'complete',
      `Les ${u.jauge} places sont prises : dites « peut-être », ou venez à distance.`,
    )
  return ok(null)
}

/** L'ordre du jour s'écrit jusqu'à la rencontre. */
export const ordreDuJourOuvert = (u: Pick<Reunion, 'etat'>): Result<null, Refus<'passee'>> =>
  u.etat === 'tenue' || u.etat === 'annulee'
    ? refuser('passee', 'La rencontre est passée : son ordre du jour ne change plus.')
    : ok(null)

/** Le tour de table se fait avant, pendant, et après ; jamais pour une rencontre annulée. */
export const tourDeTableOuvert = (u: Pick<Reunion, 'etat'>): Result<null, Refus<'annulee'>> =>
  u.etat === 'annulee' ? refuser('annulee', 'Cette rencontre est annulée.') : ok(null)

/** Les thèmes se pèsent tant que le compte rendu, qui les raconte, n'est pas validé. */
export const peseeOuverte = (
  u: Pick<Reunion, 'etat' | 'compteRendu'>,
): Result<null, Refus<'annulee' | 'validee'>> => {
  const ouvert = tourDeTableOuvert(u)
  if (!ouvert.ok) return ouvert
  return u.compteRendu === 'valide' || u.compteRendu === 'publie'
    ? refuser('validee', 'Le compte rendu est validé : les thèmes ne se pèsent plus.')
    : ok(null)
}

/** Au-delà, un tour de table ne se range plus : c'est aussi ce qu'une page montre. */
export const THEMES_MAX = 40
const SIGNES_D_UN_THEME = 160

/** Les thèmes écrits un par ligne, sans ceux que la rencontre a déjà (accents et majuscules ne distinguent pas). */
export const lireThemes = (
  dits: string,
  connus: readonly string[],
): Result<readonly string[], Refus<'nombre' | 'long'>> => {
  const deja = new Set(connus.map(plier))
  const neufs = [...new Set(dits.split('\n').map(uneLigne))].filter((t) => t !== '' && !deja.has(plier(t)))
  if (neufs.length + deja.size > THEMES_MAX)
    return refuser('nombre', 'Quarante thèmes au plus : rassemblez davantage.')
  if (neufs.some((t) => t.length > SIGNES_D_UN_THEME)) return refuser('long', 'Un thème tient en 160 signes.')
  return ok(neufs)
}

/** Dire qu'une rencontre s'est tenue : pas avant qu'elle commence. `deja` : c'était dit. */
export const direTenue = (
  u: Pick<Reunion, 'etat' | 'debut'>,
  le: Date,
): Result<'tenue' | 'deja', Refus<'annulee' | 'a-venir'>> => {
  if (u.etat === 'tenue') return ok('deja')
  if (u.etat !== 'convoquee') return refuser('annulee', 'Une rencontre annulée ne s’est pas tenue.')
  if (u.debut && u.debut > le) return refuser('a-venir', 'Elle n’a pas commencé : revenez le jour venu.')
  return ok('tenue')
}

/** Les présences se notent après coup. */
export const presencesOuvertes = (u: Pick<Reunion, 'etat'>): Result<null, Refus<'pas-tenue'>> =>
  u.etat === 'tenue' ? ok(null) : refuser('pas-tenue', 'Dites d’abord que la rencontre s’est tenue.')

/** Une rencontre s'annule tant qu'elle ne s'est pas tenue. */
export const annulable = (u: Pick<Reunion, 'etat'>): Result<null, Refus<'tenue'>> =>
  u.etat === 'tenue' ? refuser('tenue', 'Elle s’est tenue : on n’annule plus.') : ok(null)

/** La personne que nomme « Rosa Ba » ou « Rosa Ba, Les Tisserands », parmi celles que le pôle connaît. */
export const personneNommee = <P extends { readonly nom: string }>(
  qui: string,
  connues: readonly P[],
): P | undefined => {
  const dit = plier(uneLigne(qui))
  return connues.find((x) => dit === plier(x.nom) || dit.startsWith(`${plier(x.nom)},`))
}
