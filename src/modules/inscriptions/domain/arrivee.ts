/** Rejoindre une action en cours de route : le jour de l’arrivée, et ce qui n’est pas demandé avant lui. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { accorder, enumerer, plier } from '#kernel/texte.ts'

type Demie = { readonly jour: DateCivile; readonly debut: Date; readonly fin: Date }

/**
 * Le premier jour de présence qui suit la date dite ; nul : la personne vient dès le début. `seances` : ce qui se tient, dans l’ordre.
 */
export const arriveeEnCours = (
  voulue: DateCivile | undefined,
  seances: readonly Pick<Demie, 'jour'>[],
): Result<DateCivile | null, Refus<'arrivee-tardive'>> => {
  const [premiere] = seances
  const derniere = seances.at(-1)
  if (voulue === undefined || !premiere || !derniere || voulue <= premiere.jour) return ok(null)
  const jour = seances.find((s) => s.jour >= voulue)?.jour
  return jour
    ? ok(jour)
    : refuser(
        'arrivee-tardive',
        `La dernière demi-journée est le ${formaterDate(derniere.jour, 'complet')}\u00a0: dites un jour d’ici là.`,
      )
}

/** Ce qu’une personne suit : tout, ou ce qui se tient à partir de son arrivée. */
export const depuisLArrivee = <S extends Pick<Demie, 'jour'>>(
  seances: readonly S[],
  arriveeLe: DateCivile | null,
): readonly S[] => (arriveeLe === null ? seances : seances.filter((s) => s.jour >= arriveeLe))

/**
 * Trop tard pour convoquer : sa première demi-journée a commencé, ou il ne lui en reste aucune, les dates étant revenues avant son
 * arrivée.
 */
export const tropTardPourConvoquer = (
  seances: readonly Pick<Demie, 'jour' | 'debut'>[],
  arriveeLe: DateCivile | null,
  maintenant: Date,
): boolean => {
  const [premiere] = depuisLArrivee(seances, arriveeLe)
  return premiere ? premiere.debut <= maintenant : arriveeLe !== null
}

/**
 * Le premier jour d’une inscription, changé après coup. Redit tel quel, il reste, même si les dates ont bougé depuis. Une demi-journée
 * commencée alors que la personne y était attendue ne s’enlève pas : une absence se note.
 */
export const changerArrivee = (
  voulue: DateCivile | undefined,
  i: {
    readonly arriveeLe: DateCivile | null
    /** Quand sa place a été tenue pour de bon ; nul : aucune feuille ne l’attend. */
    readonly attendueDepuis: Date | null
    /** Un certificat qui vaut dit ce qu’elle a suivi. */
    readonly certifiee: boolean
  },
  session: { readonly seances: readonly Demie[]; readonly finie: boolean },
  maintenant: Date,
): Result<DateCivile | null, Refus<'arrivee-tardive' | 'arrivee-close' | 'absence-a-noter'>> => {
  if ((voulue ?? null) === i.arriveeLe) return ok(i.arriveeLe)
  const jour = arriveeEnCours(voulue, session.seances)
  if (!jour.ok || jour.value === i.arriveeLe) return jour
  if (session.finie || i.certifiee)
    return refuser(
      'arrivee-close',
      i.certifiee
        ? 'Son certificat dit ce qu’elle a suivi\u00a0: son premier jour ne change plus.'
        : 'La session est finie\u00a0: son premier jour ne change plus.',
    )
  const gardees = new Set(depuisLArrivee(session.seances, jour.value))
  const { attendueDepuis: depuis } = i
  const attendue = depuisLArrivee(session.seances, i.arriveeLe).find(
    (s) => !gardees.has(s) && depuis !== null && s.debut > depuis && s.debut <= maintenant,
  )
  return attendue
    ? refuser(
        'absence-a-noter',
        `Elle était attendue le ${formaterDate(attendue.jour, 'complet')}\u00a0: notez son absence.`,
      )
    : jour
}

/** Qui vient pour ce client et que sa pièce, émise avant, ne nomme pas, ou nomme d’un autre premier jour ; une personne renommée n’est pas une arrivée. */
export const arrivesDepuis = (
  piece: {
    readonly emiseLe: Date
    readonly nommes: readonly { readonly nom: string; readonly arrivee: string | null }[]
  },
  gens: readonly {
    readonly nom: string
    readonly inscriteLe: Date
    readonly arriveeLe: DateCivile | null
  }[],
): readonly string[] => {
  const dits = new Map(piece.nommes.map((n) => [plier(n.nom), n.arrivee]))
  return gens
    .filter((g) => {
      const dit = dits.get(plier(g.nom))
      return dit === undefined
        ? g.inscriteLe > piece.emiseLe || gens.length > piece.nommes.length
        : dit !== g.arriveeLe
    })
    .map((g) => g.nom)
}

/** Une personne qui rejoint l’action ; `inscrite` : pour de bon, et les feuilles l’attendent. */
export type Arrivante = { readonly nom: string; readonly inscrite: boolean }

/** Ce que qui anime lira de sa feuille : une inscription en préparation n’y est pas encore. */
export const direSurLaFeuille = (gens: readonly Arrivante[]): string => {
  const [la, bientot] = [true, false].map((oui) => gens.flatMap((g) => (g.inscrite === oui ? [g.nom] : [])))
  const definitive = accorder(
    bientot?.length ?? 0,
    'quand son inscription sera définitive',
    'quand leurs inscriptions seront définitives',
  )
  if (!bientot?.length) return `${accorder(gens.length, 'Son nom est', 'Leurs noms sont')} sur votre feuille.`
  if (!la?.length)
    return `${accorder(gens.length, 'Son nom viendra', 'Leurs noms viendront')} sur votre feuille ${definitive}.`
  return `${enumerer(la)} ${accorder(la.length, 'est', 'sont')} sur votre feuille\u00a0; ${enumerer(bientot)} y ${accorder(bientot.length, 'sera', 'seront')} ${definitive}.`
}

/** L’arrivée proposée à qui s’inscrit maintenant : le jour de la première demi-journée qui n’est pas finie, si l’action a commencé. */
export const arriveeProposee = (seances: readonly Demie[], maintenant: Date): DateCivile | undefined => {
  const [premiere] = seances
  if (!premiere || premiere.debut > maintenant) return undefined
  const jour = seances.find((s) => s.fin > maintenant)?.jour
  return jour === premiere.jour ? undefined : jour
}
