import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

/** Une demi-journée à émarger. Les instants sont ceux de la salle, déjà convertis. */
export type SeanceAEmarger = {
  readonly debut: Date
  readonly fin: Date
  /** La feuille a été close par le formateur. */
  readonly closeLe?: Date
}

/** Ce que l’on sait d’une personne pour une demi-journée. Une régularisation l’emporte sur l’absence notée avant. */
export type Presence =
  | { readonly etat: 'attendue' }
  | { readonly etat: 'signee'; readonly le: Date }
  | { readonly etat: 'regularisee'; readonly le: Date }
  | { readonly etat: 'absente'; readonly le: Date; readonly justifiee: boolean }

/** La fenêtre ferme deux heures après la fin : au-delà, on régularise avec un motif (`documents.md` § 8). */
export const delaiApresFinMinutes = 120

export const fenetre = (seance: SeanceAEmarger): { readonly ouvre: Date; readonly ferme: Date } => ({
  ouvre: seance.debut,
  ferme: new Date(seance.fin.getTime() + delaiApresFinMinutes * 60_000),
})

export type RefusSignature = Refus<
  'deja-signee' | 'notee-absente' | 'feuille-close' | 'trop-tot' | 'trop-tard'
>

const deja = 'Vous avez déjà signé cette demi-journée.'

/** La personne signe elle-même, par son lien. Déjà signée passe d’abord : c’est la bonne nouvelle d’un double clic. */
export const deciderSignature = (
  seance: SeanceAEmarger,
  presence: Presence,
  maintenant: Date,
): Result<{ readonly le: Date }, RefusSignature> => {
  if (presence.etat === 'signee') return refuser('deja-signee', deja)
  if (presence.etat === 'regularisee')
    return refuser('deja-signee', 'Votre présence à cette demi-journée a déjà été régularisée.')
  if (seance.closeLe)
    return refuser(
      'feuille-close',
      'La feuille de cette demi-journée est close. Si vous étiez là, dites-le à la personne qui forme : elle peut régulariser.',
    )
  if (presence.etat === 'absente')
    return refuser(
      'notee-absente',
      'Vous avez été notée ou noté absent à cette demi-journée. Si c’est une erreur, dites-le à la personne qui forme : elle peut régulariser.',
    )
  const { ouvre, ferme } = fenetre(seance)
  if (maintenant < ouvre)
    return refuser('trop-tot', 'Cette demi-journée n’a pas commencé : la signature s’ouvre à son début.')
  if (maintenant >= ferme)
    return refuser(
      'trop-tard',
      'Le temps pour signer cette demi-journée est passé. Si vous étiez là, dites-le à la personne qui forme : elle peut régulariser.',
    )
  return ok({ le: maintenant })
}

export type RefusAbsence = Refus<'deja-signee' | 'deja-notee' | 'feuille-close' | 'trop-tot'>

export const deciderAbsence = (
  seance: SeanceAEmarger,
  presence: Presence,
  maintenant: Date,
): Result<{ readonly le: Date }, RefusAbsence> => {
  if (presence.etat === 'signee' || presence.etat === 'regularisee')
    return refuser(
      'deja-signee',
      'Cette personne a signé la demi-journée : on ne la note pas absente par-dessus.',
    )
  if (presence.etat === 'absente') return refuser('deja-notee', 'Cette absence est déjà notée.')
  if (seance.closeLe)
    return refuser('feuille-close', 'La feuille de cette demi-journée est close : rien ne s’y ajoute plus.')
  if (maintenant < seance.debut)
    return refuser('trop-tot', 'La demi-journée n’a pas commencé : personne n’y est encore absent.')
  return ok({ le: maintenant })
}

export type RefusRegularisation = Refus<'deja-signee' | 'trop-tot' | 'motif-court'>

/** Longueur d’un motif qui dit quelque chose : « téléphone déchargé » en a dix-huit. */
export const motifMinimal = 5

/**
 * Hors fenêtre, ou sans téléphone : le formateur atteste la présence, avec un motif, jamais en silence. Possible
 * après une absence notée par erreur et après la clôture : c’est alors une correction, inscrite comme telle.
 */
export const deciderRegularisation = (
  seance: SeanceAEmarger,
  presence: Presence,
  motif: string,
  maintenant: Date,
): Result<{ readonly le: Date; readonly correction: boolean }, RefusRegularisation> => {
  if (presence.etat === 'signee' || presence.etat === 'regularisee')
    return refuser('deja-signee', 'Cette présence est déjà au registre.')
  if (maintenant < seance.debut)
    return refuser('trop-tot', 'La demi-journée n’a pas commencé : il n’y a rien à régulariser.')
  if (motif.trim().length < motifMinimal)
    return refuser('motif-court', 'Écrivez le motif en quelques mots : il est inscrit au registre et imprimé.')
  return ok({ le: maintenant, correction: seance.closeLe !== undefined || presence.etat === 'absente' })
}

export type RefusCloture = Refus<'deja-close' | 'trop-tot' | 'non-statue'>

/** Clore demande que chaque case soit statuée (`documents.md` § 17). */
export const deciderCloture = (
  seance: SeanceAEmarger,
  presences: readonly Presence[],
  maintenant: Date,
): Result<{ readonly le: Date; readonly presents: number; readonly absents: number }, RefusCloture> => {
  if (seance.closeLe) return refuser('deja-close', 'Cette feuille est déjà close.')
  if (maintenant < seance.fin)
    return refuser('trop-tot', 'La demi-journée n’est pas finie : la feuille se clôt à sa fin.')
  const reste = presences.filter((p) => p.etat === 'attendue').length
  if (reste > 0)
    return refuser(
      'non-statue',
      reste === 1
        ? 'Il reste une personne ni signée, ni notée absente : statuez, puis closez la feuille.'
        : `Il reste ${reste} personnes ni signées, ni notées absentes : statuez, puis closez la feuille.`,
    )
  const absents = presences.filter((p) => p.etat === 'absente').length
  return ok({ le: maintenant, presents: presences.length - absents, absents })
}
