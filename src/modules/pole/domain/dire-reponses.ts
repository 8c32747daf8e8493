/** Ce qu’une coopérative a répondu à une invitation, en une phrase. */
import { enumerer } from '#kernel/texte.ts'

type Dite = { readonly nom: string; readonly dit: 'oui' | 'non' | 'peut-etre' }

/** « Maïwenn Le Goff y va. » ; à défaut, qui hésite, qui n’y va pas ; sans réponse : « Langue & Lien n’a pas répondu. » */
export const direReponses = (cooperative: string, siennes: readonly Dite[]): string => {
  const ceux = (dit: Dite['dit']) => siennes.filter((r) => r.dit === dit).map((r) => r.nom)
  const [oui, peutEtre, non] = [ceux('oui'), ceux('peut-etre'), ceux('non')]
  if (oui.length > 0) return `${enumerer(oui)} y ${oui.length > 1 ? 'vont' : 'va'}.`
  if (peutEtre.length > 0) return `${enumerer(peutEtre)} ${peutEtre.length > 1 ? 'hésitent' : 'hésite'}.`
  if (non.length > 0) return `${cooperative} n’y sera pas.`
  return `${cooperative} n’a pas répondu.`
}
