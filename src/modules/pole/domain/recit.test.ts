import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Recit } from '../pages/recit.tsx'
import { imagesDuRecit, lireRecit } from './recit.ts'

const rendre = (texte: string) => String(Recit({ texte }))

describe('le récit', () => {
  it('lit titres, listes, gras et liens', () => {
    expect(
      rendre('## La suite\n\nDe **premiers** groupes.\nIls viennent.\n\n- un\n- deux\n\n1. a\n2. b'),
    ).toBe(
      '<h2>La suite</h2><p>De <strong>premiers</strong> groupes.<br/>Ils viennent.</p><ul class="puces"><li>un</li><li>deux</li></ul><ol class="sujets"><li>a</li><li>b</li></ol>',
    )
    expect(rendre('Voir [la page](https://exemple.fr/a?b=1&c=2) et https://exemple.fr/x.')).toBe(
      '<p>Voir <a href="https://exemple.fr/a?b=1&amp;c=2" rel="nofollow noopener">la page</a> et <a href="https://exemple.fr/x" rel="nofollow noopener">https://exemple.fr/x</a>.</p>',
    )
  })
  it('une image est de chez nous, et dit ce qu’elle montre ; ailleurs ou muette, ce n’est que du texte', () => {
    const id = '018f4a00-7000-7000-8000-000000000001'
    const image = (i: string, alt: string) => `<${alt} ${i}>`
    const dessiner = (texte: string) => String(Recit({ texte, image }))
    expect(dessiner(`Avant.\n![Une table](image:${id})\nAprès.`)).toBe(
      `<p>Avant.</p><p class="dans-le-texte">&lt;Une table ${id}&gt;</p><p>Après.</p>`,
    )
    expect(rendre(`![Une table](image:${id})`)).toBe('<p>Une table</p>')
    expect(imagesDuRecit(`![Une table](image:${id})\n\nEt ![x](image:${id}) dans la ligne.`)).toEqual([id])
    for (const texte of [
      `![](image:${id})`,
      '![x](https://pirate.example/pixel.png)',
      '![x](image:../../secret)',
      `![x](image:${id.toUpperCase()})`,
      '![x](data:image/png;base64,AAAA)',
    ])
      expect(dessiner(texte), texte).not.toContain('dans-le-texte')
  })
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](data:text/html,<script>1</script>)',
    '[x](//pirate.example)',
    '[x](https://moi:secret@pirate.example/)',
    '[x](https://a.example" onmouseover="alert(1))',
    '## <svg onload=alert(1)>',
    '- <a href="javascript:1">x</a>',
    '**<b>**',
    '&lt;script&gt;',
    '<!-- -->',
  ])('%s n’est que du texte', (texte) => {
    const html = rendre(texte)
    expect(html).not.toMatch(/<(script|img|svg|b|iframe|!)[\s>/-]/i)
    expect(html).not.toMatch(/href="(?!https?:\/\/)/)
    expect(html).not.toMatch(/ on[a-z]+="/)
    expect(html).not.toMatch(/href="[^"]*secret@/)
    expect(html).not.toContain('<a href="javascript')
  })
  it('aucun texte ne fait une balise de trop', () => {
    const morceau = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '**',
      '[',
      '](',
      ')',
      'https://',
      'javascript:',
      '\n',
      '\n\n',
      '# ',
      '- ',
      '1. ',
      'mot',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(morceau, fc.string({ unit: 'binary' })), { maxLength: 60 }), (m) => {
        const html = rendre(m.join(''))
        const restant = html
          .replace(/<\/?(?:h2|p|strong|ul|ol|li|a)(?: class="(?:puces|sujets)")?>|<br\/>/g, '')
          .replace(/<a href="https?:\/\/[^"<>]*" rel="nofollow noopener">/g, '')
        expect(restant).not.toMatch(/[<>]/)
      }),
    )
  })
  it('vingt mille signes hostiles se lisent d’un trait, et rien ne s’y perd', () => {
    for (const motif of ['**', '[', '[x](https://', '*'.repeat(3), 'https://', '- ', '\n'])
      expect(lireRecit(motif.repeat(20_000 / motif.length)).length).toBeLessThanOrEqual(20_000)
    const texte = 'a'.repeat(20_000)
    expect(lireRecit(texte)).toEqual([{ genre: 'paragraphe', lignes: [[{ genre: 'texte', texte }]] }])
  })
})
