/** Ce qui s’échange avec l’acheteur : les questions d’avant la date limite, la négociation d’après. Coforme n’envoie rien : le mandataire le fait. */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { derniereValeur, regles } from './parametres.ts'

/** Une question d’un membre, que le mandataire pose sur le profil d’acheteur. */
export type Question = { readonly texte: string }
/** `poseeLe` : le jour où le mandataire l’a posée ; `reponse` vide : l’acheteur n’a pas répondu. */
export type ReponseDeLAcheteur = { readonly poseeLe: string; readonly reponse: string }
/**
 * Un tour de négociation. `reponduLe` nul : le groupement n’a pas encore répondu. `prix` : l’acheteur fait revoir les prix, et une manche s’ouvre
 * jusqu’au soir de `jusquau`, que la réponse ferme ; absent d’un écrit d’avant qu’elles existent.
 */
export type TourDeNegociation = {
  readonly prix?: boolean
  readonly le: string
  readonly demande: string
  readonly jusquau: string | null
  readonly reponse: string
  readonly reponduLe: string | null
}
export type QuestionSuivie = {
  readonly cle: string
  readonly de: OrganismeId
  readonly texte: string
  readonly etat: 'a-poser' | 'posee' | 'repondue'
  readonly poseeLe: string | null
  readonly reponse: string
}

/** Chaque question et où elle en est, dans l’ordre où elles furent écrites. */
export const suivreQuestions = (
  questions: readonly { readonly cle: string; readonly organisme: OrganismeId; readonly contenu: Question }[],
  reponses: readonly { readonly cle: string; readonly contenu: ReponseDeLAcheteur }[],
): readonly QuestionSuivie[] =>
  questions.map(({ cle, organisme, contenu }) => {
    const r = reponses.find((x) => x.cle === cle)?.contenu
    return {
      cle,
      de: organisme,
      texte: contenu.texte,
      etat: r === undefined ? 'a-poser' : r.reponse === '' ? 'posee' : 'repondue',
      poseeLe: r?.poseeLe ?? null,
      reponse: r?.reponse ?? '',
    }
  })

/** Un acheteur n’attend pas des prix revus plus d’un an : au-delà, la date est mal recopiée. La base tient la même durée. */
export const JOURS_DE_MANCHE = derniereValeur(regles.manche)
/** Ce qui ne tient pas d’un tour de négociation ; rien : il s’écrit. */
export const fauteDuTour = (t: TourDeNegociation, limite: string, jour: string): string | undefined => {
  if (t.le < limite || t.le > jour)
    return 'La demande de l’acheteur vient après la date limite, et pas un jour à venir.'
  if (t.jusquau !== null && t.jusquau < t.le) return 'L’acheteur attend la réponse après l’avoir demandée.'
  if (t.prix && t.jusquau === null)
    return 'Une négociation des prix dit jusqu’à quand l’acheteur attend la réponse : chacun scelle de nouveau d’ici là.'
  if (t.prix && t.jusquau !== null && t.jusquau > ajouterJours(t.le as DateCivile, JOURS_DE_MANCHE))
    return 'L’acheteur attendrait les prix revus plus d’un an : vérifiez le jour attendu.'
  if ((t.reponduLe === null) !== (t.reponse === '')) return 'Une réponse a son jour, et son texte.'
  if (t.reponduLe !== null && (t.reponduLe < t.le || t.reponduLe > jour))
    return 'La réponse part après la demande, et pas un jour à venir.'
  return undefined
}
/** Répondue après le jour que l’acheteur a dit : il peut ne pas la lire. */
export const enRetard = (t: TourDeNegociation, jour: string): boolean =>
  t.jusquau !== null && (t.reponduLe ?? jour) > t.jusquau

/** Une version d’un tour, telle qu’elle fut écrite ce jour-là. */
export type VersionDeTour = { readonly cle: string; readonly le: Date; readonly contenu: TourDeNegociation }
/** Ce que la demande disait avant d’être récrite, dans l’ordre : compléter un tour n’en efface rien. `versions` : toutes, dans l’ordre. */
export const demandesDAvant = (versions: readonly VersionDeTour[], cle: string): readonly string[] => {
  const siennes = versions.filter((v) => v.cle === cle).map((v) => v.contenu.demande)
  return [...new Set(siennes)].filter((d) => d !== siennes.at(-1))
}
/** Un temps où les prix se scellent : l’offre, puis chaque tour où l’acheteur les fait revoir. La règle est à la base (`porte.manches_du_dossier`). */
export type Manche = {
  readonly rang: number
  /** Rien : l’offre, scellée depuis que le groupement est constitué. */
  readonly ouverteLe: Date | null
  readonly jusquau: string | null
  readonly ouverte: boolean
}
/** La manche où tombe cet instant. */
export const mancheDe = (ms: readonly Manche[], le: Date): Manche | undefined =>
  ms.findLast((m) => m.ouverteLe === null || m.ouverteLe <= le)
