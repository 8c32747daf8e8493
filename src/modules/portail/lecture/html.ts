import { compile } from 'html-to-text'
import { nettoyer } from '#kernel/texte.ts'

/**
 * Le HTML d'un site d'avant devient notre Markdown restreint : titres, listes, gras, liens. Rien n'est chargé, aucun script ni
 * style ne passe, l'imbrication est bornée.
 */
const convertir = compile({
  wordwrap: false,
  limits: { maxInputLength: 200_000, maxDepth: 30, maxChildNodes: 5_000, ellipsis: '…' },
  formatters: {
    intertitre: (elem, walk, builder) => {
      builder.openBlock({ leadingLineBreaks: 2 })
      builder.addLiteral('## ')
      walk(elem.children, builder)
      builder.closeBlock({ trailingLineBreaks: 2 })
    },
    gras: (elem, walk, builder) => {
      builder.addInline('**')
      walk(elem.children, builder)
      builder.addInline('**')
    },
  },
  selectors: [
    {
      selector: 'a',
      options: { ignoreHref: false, hideLinkHrefIfSameAsText: true, linkBrackets: [' (', ')'] },
    },
    { selector: 'img', format: 'skip' },
    { selector: 'script', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'iframe', format: 'skip' },
    { selector: 'strong', format: 'gras' },
    { selector: 'b', format: 'gras' },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, format: 'intertitre' })),
  ],
})

// Chaque motif avance toujours : un texte hostile de plusieurs mégaoctets reste linéaire.
const balise = /<\/?[a-z!][^<>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]+);/i

export const recitDuHtml = (texte: string): string =>
  nettoyer(balise.test(texte) ? convertir(texte) : texte)
    .split('\n')
    .map((l) => l.trimEnd())
    .join('\n')
    .replace(/\*\*\s*\*\*/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** Une ligne de texte, sans balise ni marque. */
export const ligneDuHtml = (texte: string): string =>
  recitDuHtml(texte)
    .replace(/\*\*|^#+ |^- /gm, '')
    .replace(/\s+/g, ' ')
    .trim()
