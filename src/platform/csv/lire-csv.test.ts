import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lireCsv } from './lire-csv.ts'

const utf8 = (t: string) => new TextEncoder().encode(t)
const lu = (octets: Uint8Array) => {
  const r = lireCsv(octets)
  if (!r.ok) throw new Error(r.error.phrase)
  return r.value
}
const codeDe = (octets: Uint8Array) => {
  const r = lireCsv(octets)
  return r.ok ? 'lu' : r.error.code
}

describe('un fichier de tableur', () => {
  it.each([
    ['point-virgule', 'Nom;Prénom\nLefèvre;Zoé\n'],
    ['virgule', 'Nom,Prénom\nLefèvre,Zoé\n'],
    ['tabulation', 'Nom\tPrénom\r\nLefèvre\tZoé\r\n'],
    ['marque d’ordre des octets', '\ufeffNom;Prénom\nLefèvre;Zoé'],
    ['une virgule dans l’en-tête entre guillemets', '"Nom";"Prénom"\n"Lefèvre";"Zoé"'],
  ])('se lit : %s', (_, texte) => {
    expect(lu(utf8(texte))).toEqual({
      entetes: ['Nom', 'Prénom'],
      lignes: [{ ligne: 2, cellules: ['Lefèvre', 'Zoé'] }],
    })
  })

  it('se lit aussi en Windows-1252 et en UTF-16', () => {
    expect(
      lu(Uint8Array.from([...'Nom;Ville\nA;Saint-\u00c9tienne'].map((c) => c.charCodeAt(0)))).lignes[0]
        ?.cellules,
    ).toEqual(['A', 'Saint-Étienne'])
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Nom;Ville\nA;Étampes', 'utf16le')])
    expect(lu(utf16).lignes[0]?.cellules).toEqual(['A', 'Étampes'])
  })

  it('dit la ligne du tableur, même quand une cellule en tient deux et qu’une autre est vide', () => {
    const { lignes } = lu(utf8('Nom;Note\nA;"un\ndeux"\nB;x\n\nC;y\n'))
    expect(lignes.map((l) => [l.ligne, l.cellules[0]])).toEqual([
      [2, 'A'],
      [4, 'B'],
      [6, 'C'],
    ])
  })

  it('refuse d’une phrase ce qui n’est pas un tableau', () => {
    expect(codeDe(utf8(''))).toBe('csv-vide')
    expect(codeDe(utf8('Nom;Prénom\n'))).toBe('csv-vide')
    expect(codeDe(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]))).toBe('csv-illisible')
    expect(codeDe(utf8(`Nom\n${'x\n'.repeat(50_001)}`))).toBe('csv-trop-grand')
    expect(codeDe(new Uint8Array(10_000_001))).toBe('csv-trop-grand')
    expect(codeDe(utf8(`${'a;'.repeat(300)}\n1`))).toBe('csv-trop-grand')
  })

  it('quels que soient les octets, rend un tableau ou une phrase, jamais une panne', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
        const r = lireCsv(octets)
        expect(r.ok ? r.value.lignes.length > 0 : r.error.phrase.length > 20).toBe(true)
      }),
    )
  })

  it('rend les cellules qu’un tableur a écrites', () => {
    const cellule = fc.string({
      unit: fc.constantFrom('a', 'é', ';', '"', '\n', ' ', '=', 'œ'),
      maxLength: 8,
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(cellule, cellule), { minLength: 1, maxLength: 6 }), (lignes) => {
        const pleines = lignes.filter((l) => l.some((c) => c.trim() !== ''))
        fc.pre(pleines.length > 0)
        const ecrire = (c: string) => `"${c.replaceAll('"', '""')}"`
        const texte = [['Un', 'Deux'], ...pleines].map((l) => l.map(ecrire).join(';')).join('\r\n')
        expect(lu(utf8(texte)).lignes.map((l) => l.cellules)).toEqual(pleines)
      }),
    )
  })
})
