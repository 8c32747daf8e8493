/** Ce qui s’échange avec l’acheteur : les questions d’avant la date limite, la négociation d’après. Coforme n’envoie rien : le mandataire le fait. */
import type { OrganismeId } from '#kernel/id.ts'

/** Une question d’un membre, que le mandataire pose sur le profil d’acheteur. */
export type Question = { readonly texte: string }
/** `poseeLe` : le jour où le mandataire l’a posée ; `reponse` vide : l’acheteur n’a pas répondu. */
export type ReponseDeLAcheteur = { readonly poseeLe: string; readonly reponse: string }
/** Un tour de négociation. `reponduLe` nul : le groupement n’a pas encore répondu. */
export type TourDeNegociation = {
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

/** Ce qui ne tient pas d’un tour de négociation ; rien : il s’écrit. */
export const fauteDuTour = (t: TourDeNegociation, limite: string, jour: string): string | undefined => {
  if (t.le < limite || t.le > jour)
    return 'La demande de l’acheteur vient après la date limite, et pas un jour à venir.'
  if (t.jusquau !== null && t.jusquau < t.le) return 'L’acheteur attend la réponse après l’avoir demandée.'
  if ((t.reponduLe === null) !== (t.reponse === '')) return 'Une réponse a son jour, et son texte.'
  if (t.reponduLe !== null && (t.reponduLe < t.le || t.reponduLe > jour))
    return 'La réponse part après la demande, et pas un jour à venir.'
  return undefined
}
/** Répondue après le jour que l’acheteur a dit : il peut ne pas la lire. */
export const enRetard = (t: TourDeNegociation, jour: string): boolean =>
  t.jusquau !== null && (t.reponduLe ?? jour) > t.jusquau
