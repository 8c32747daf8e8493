import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const racine = join(import.meta.dirname, '..')
const texte = readFileSync(join(racine, 'docs/surete.md'), 'utf8')
const lignes = [...texte.matchAll(/^\| ([\d., ]+) \| (tenue|sans objet|ouverte) \| (.+) \|$/gm)].map((m) => ({
  exigences: (m[1] ?? '').split(', '),
  etat: m[2],
  raison: m[3] ?? '',
}))

describe('la table de l’ASVS', () => {
  it('dit chaque exigence une fois, et le compte annoncé est le sien', () => {
    const toutes = lignes.flatMap((l) => l.exigences)
    expect(new Set(toutes).size).toBe(toutes.length)
    const compte = (etat: string) => lignes.filter((l) => l.etat === etat).flatMap((l) => l.exigences).length
    expect(texte).toContain(
      `${toutes.length} exigences des niveaux 1 et 2. ${compte('tenue')} tenues, ${compte('sans objet')} sans objet, ${compte('ouverte')} ouvertes.`,
    )
  })
  it('chaque exigence tenue nomme un fichier qui existe ; chaque ouverte, son issue', () => {
    const sans = lignes.filter((l) => l.etat === 'tenue' && !/`[^`]+`|plus haut/.test(l.raison))
    expect(sans).toEqual([])
    expect(lignes.filter((l) => l.etat === 'ouverte' && !/\(\d+\)$/.test(l.raison))).toEqual([])
    const nommes = lignes.flatMap((l) =>
      [...l.raison.matchAll(/`((?:src|test|tools|docs)\/[^`]+)`/g)].map((m) => m[1] ?? ''),
    )
    expect(nommes.filter((f) => !existsSync(join(racine, f)))).toEqual([])
    expect(nommes.length).toBeGreaterThan(80)
  })
})
