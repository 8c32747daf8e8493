import { describe, expect, it } from 'vitest'
import { verifierLogo } from './logo.ts'
import { nettoyerDonnees, nettoyerTexte } from './nettoyer.ts'

describe('un texte qui va s’imprimer', () => {
  it.each([
    [
      'garde ce qui se lit',
      'Maëlle Trần, Γιώργος, Владимир, محمد 😀',
      'Maëlle Trần, Γιώργος, Владимир, محمد 😀',
    ],
    ['ôte les inversions de sens', 'Jean\u202eneD', 'JeanneD'],
    ['ôte commandes et largeurs nulles', 'a\u0000b\u200bc\ufeffd\u0007', 'abcd'],
    ['compose les accents', 'e\u0301te\u0301', 'été'],
    ['met sur une ligne', 'un\r\ndeux\n\ntrois\u2028quatre', 'un deux trois quatre'],
    ['garde les espaces insécables', 'a\u00a0: b\u202f;', 'a\u00a0: b\u202f;'],
  ])('%s', (_titre, avant, apres) => {
    expect(nettoyerTexte(avant)).toEqual({ texte: apres, remplaces: [] })
  })

  it('remplace ce qu’aucune police ne dessine, et le dit', () => {
    expect(nettoyerTexte('日本 שלום \ud800x')).toEqual({
      texte: '�� ���� �x',
      remplaces: ['日', '本', 'ש', 'ל', 'ו', 'ם'],
    })
  })

  it('nettoyé deux fois, ne change plus', () => {
    for (const t of ['日 a\u202e', ' x  y\n\n\nz ', 'e\u0301\u200d']) {
      const une = nettoyerTexte(t, true).texte
      expect(nettoyerTexte(une, true)).toEqual({ texte: une, remplaces: [] })
    }
  })
})

describe('les données d’un document', () => {
  it('sont nettoyées jusqu’au fond, sans toucher aux nombres ni aux dessins', () => {
    const trace = '1 2 3 4 5 6'
    expect(
      nettoyerDonnees({ a: [{ nom: 'x\u0000', n: 3, oui: true, rien: null }], trace, absent: undefined }),
    ).toEqual({
      donnees: { a: [{ nom: 'x', n: 3, oui: true, rien: null }], trace },
      remplaces: [],
      refus: [],
    })
  })

  it('gardent leurs lignes là où elles comptent', () => {
    const { donnees } = nettoyerDonnees({ suivi: 'a\nb', nom: 'a\nb' }, ['suivi'])
    expect(donnees).toEqual({ suivi: 'a\nb', nom: 'a b' })
  })

  it('sont refusées quand un dessin n’en est pas un, ou qu’un texte est démesuré', () => {
    expect(nettoyerDonnees({ trace: 'eval("x")' }).refus).toHaveLength(1)
    expect(nettoyerDonnees({ texte: 'a'.repeat(20_001) }).refus).toHaveLength(1)
    expect(nettoyerDonnees({ logo: { svg: '<svg><script/></svg>' } }).refus).toHaveLength(1)
  })
})

describe('un logo', () => {
  const svg = (dedans: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${dedans}</svg>`

  it('fait de tracés convient', () => {
    expect(
      verifierLogo(
        svg('<g fill="none"><path d="M0 0h9v9z" fill="url(#a)"/></g><defs><linearGradient id="a"/></defs>'),
      ),
    ).toBeUndefined()
    expect(verifierLogo(svg('<path id="p" d="M0 0"/><use href="#p"/>'))).toBeUndefined()
  })

  it.each([
    svg('<image href="../secret.png"/>'),
    svg('<text>a</text>'),
    svg('<script>x</script>'),
    svg('<style>@import "x"</style>'),
    svg('<use href="autre.svg#a"/>'),
    svg('<path d="M0 0" onload="x()"/>'),
    svg('<path d="M0 0" style="fill:url(http://x)"/>'),
    svg('<foreignObject/>'),
    `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('')}`,
    '<svg><path></svg>',
    'bonjour',
    '',
    '<html/>',
    svg(`<path d="${'M0 0'.repeat(30_000)}"/>`),
  ])('%.60s est refusé par une phrase', (mauvais) => {
    expect(verifierLogo(mauvais)).toMatch(/^Le logo .*\.$/)
  })
  it('un logo qui nomme la marque Qualiopi est refusé : il paraîtrait sur chaque pièce', () => {
    expect(verifierLogo(svg('<title>logo-qualiopi</title><path d="M0 0"/>'))).toContain('Qualiopi')
    expect(verifierLogo(svg('<g id="QUALIOPI-marianne"><path d="M0 0"/></g>'))).toContain('Qualiopi')
  })
})
