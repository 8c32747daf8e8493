/** Ce qui laisse au moteur de quoi garder, d’un papier à l’autre, ce qui n’a pas changé (ADR 0017). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sources, trouverGabarits } from './lieux.ts'

const papier = join(sources, 'platform', 'pdf', 'papier')
const bibliotheques = readdirSync(papier)
  .filter((nom) => nom.endsWith('.typ'))
  .map((nom) => join(papier, nom))
const lignesDe = (chemin: string) => readFileSync(chemin, 'utf8').split('\n')

describe('un gabarit', () => {
  it('prend ses motifs à la bibliothèque : écrits chez lui, ils se recompilent à chaque papier', () => {
    for (const chemin of trouverGabarits().values())
      expect(
        lignesDe(chemin).filter((l) => l.includes('regex(')),
        chemin,
      ).toEqual([])
  })

  it('ne lit que le fichier des entrées : les entrées du moteur font tout recomposer', () => {
    for (const chemin of [...bibliotheques, ...trouverGabarits().values()])
      expect(
        lignesDe(chemin).filter((l) => l.includes('sys.inputs')),
        chemin,
      ).toEqual([])
  })
})

describe('la bibliothèque', () => {
  it.each(bibliotheques)('%s n’écrit un motif qu’en tête, une fois', (chemin) => {
    const motifs = lignesDe(chemin).filter((l) => l.includes('regex('))
    expect(motifs.filter((l) => !/^#let motif-[a-z-]+ = regex\("/.test(l))).toEqual([])
    expect(new Set(motifs).size).toBe(motifs.length)
  })

  it('pose les métadonnées et le numéro hors du style du corps', () => {
    const texte = readFileSync(join(papier, 'papier.v1.typ'), 'utf8')
    const feuille = texte.slice(texte.indexOf('#let feuille('), texte.indexOf('// ── Blocs'))
    expect(feuille).toMatch(/\{ set document\([^\n]*\); \[\] \}/)
    expect(feuille.match(/footer: ([^\n]*), footer-descent/)?.[1]).toMatch(
      /^context \{ let e = lire-entrees\(\)/,
    )
    expect(feuille).toContain('header: tete-courante(c, titre)')
  })
})
