/** L'image d'une entrée, telle que son site la dit : une adresse du web, et ce qu'elle montre. Rien n'est chargé ici. */
import { ligneDuHtml } from './html.ts'

export type ImageLue = { readonly url: string; readonly alt: string }

const attribut = (balise: string, nom: string): string => {
  const m = new RegExp(`\\s${nom}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(balise)
  return m?.[1] ?? m?.[2] ?? ''
}

/** Absolue, du web, sans mot de passe ; rien sinon. Une adresse relative se lit depuis celle de l'article. */
export const adresseDImage = (brut: string, lien: string): string => {
  const url = URL.parse(brut.trim().replaceAll('&amp;', '&'), lien || undefined)
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.href.length <= 1000
    ? url.href
    : ''
}

/** La première image d'un texte qui dise ce qu'elle montre ; à défaut, la première. Bornée : un texte hostile reste linéaire. */
export const imageDuHtml = (html: string, lien: string): ImageLue | undefined => {
  const lues: ImageLue[] = []
  for (const [balise] of html.slice(0, 200_000).matchAll(/<img\b[^<>]{0,2000}>/gi)) {
    const url = adresseDImage(attribut(balise, 'src'), lien)
    if (url) lues.push({ url, alt: ligneDuHtml(attribut(balise, 'alt')).slice(0, 300).toWellFormed() })
    if (lues.length >= 20) break
  }
  return lues.find((i) => i.alt !== '') ?? lues[0]
}
