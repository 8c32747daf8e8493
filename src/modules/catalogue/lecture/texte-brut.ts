import { createRequire } from 'node:module'
import type { compile } from 'html-to-text'
import { nettoyer } from '#kernel/texte.ts'

/**
 * Les textes d’un catalogue sont du texte ou du HTML échappé (usage de l’Onisep). Rien n’est chargé, aucun lien
 * n’est suivi, et l’imbrication est bornée : un fichier hostile ne coûte que sa longueur.
 */
const compiler = () => {
  const paquet = createRequire(import.meta.url)('html-to-text') as { readonly compile: typeof compile }
  return paquet.compile({
    wordwrap: false,
    limits: { maxInputLength: 200_000, maxDepth: 30, maxChildNodes: 5_000, ellipsis: '…' },
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      { selector: 'script', format: 'skip' },
      { selector: 'style', format: 'skip' },
      { selector: 'ul', options: { itemPrefix: '- ' } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  })
}
let convertisseur: ReturnType<typeof compiler> | undefined
/** La bibliothèque se charge au premier catalogue lu : la plupart des instances n’en lisent pas. */
const convertir = (html: string): string => {
  convertisseur ??= compiler()
  return convertisseur(html)
}

// Chaque motif avance toujours : un texte de plusieurs mégaoctets fait de « <a<a<a » ou d’espaces reste linéaire.
const balise = /<\/?[a-z][^<>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]+);/i

/** Un texte sans balise garde ses fins de ligne ; du HTML devient des paragraphes et des listes à tirets. */
export const texteBrut = (texte: string): string =>
  nettoyer(balise.test(texte) ? convertir(texte) : texte)
    .split('\n')
    .map((ligne) => ligne.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
