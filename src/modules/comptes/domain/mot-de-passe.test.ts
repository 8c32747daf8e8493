import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choisirMotDePasse, normaliserMotDePasse } from './mot-de-passe.ts'

const liste = readFileSync(new URL('./mots-de-passe-courants.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
const courants = new Set(liste)
const contexte = {
  courriel: 'helene.roussillon@langue-et-lien.example',
  noms: ['Langue & Lien', 'Hélène Roussillon'],
  estCourant: (m: string) => courants.has(m),
}
const code = (mot: string) => {
  const lu = choisirMotDePasse(mot, contexte)
  return lu.ok ? 'ok' : lu.error.code
}

describe('choisir un mot de passe', () => {
  it.each([
    ['', 'mot-de-passe-vide'],
    ['            ', 'mot-de-passe-vide'],
    ['court', 'mot-de-passe-court'],
    ['onzecaract!', 'mot-de-passe-court'],
    ['x'.repeat(201), 'mot-de-passe-long'],
    ['aaaaaaaaaaaaaa', 'mot-de-passe-repete'],
    ['azerty12azerty12', 'mot-de-passe-repete'],
    ['123456789012', 'mot-de-passe-repete'],
    ['abcdefghijklmn', 'mot-de-passe-repete'],
    ['Roussillon2026', 'mot-de-passe-personnel'],
    ['LANGUE-et-lien', 'mot-de-passe-personnel'],
    ['Hélène-Roussillon', 'mot-de-passe-personnel'],
    ['langue-et-lien!', 'mot-de-passe-personnel'],
    ['Coforme-2026!', 'mot-de-passe-personnel'],
    ['Football2026!', 'mot-de-passe-courant'],
    ['!!!password1234', 'mot-de-passe-courant'],
    ['quatre chevaux mangent des cerises', 'ok'],
    ['Zx9!kqTr#2mW', 'ok'],
    ['voici roussillon le beau village ocre', 'ok'],
  ])('« %s » : %s', (mot, attendu) => expect(code(mot)).toBe(attendu))
  it('douze caractères se comptent en signes, pas en octets', () => expect(code('éàüöïê→☃★éçŀ')).toBe('ok'))
  it('la liste livrée est triée, unique, en minuscules, sans mot trop court', () => {
    expect(liste.length).toBeGreaterThan(10_000)
    expect(new Set(liste).size).toBe(liste.length)
    expect(liste.every((m) => m.length >= 8 && m === m.toLowerCase() && !/\s/.test(m))).toBe(true)
    expect([...liste].sort()).toEqual(liste)
  })
  it('aucun mot de la liste n’est accepté', () => expect(liste.filter((m) => code(m) === 'ok')).toEqual([]))
  it('deux claviers donnent le même mot', () =>
    expect(normaliserMotDePasse('e\u0301')).toBe(normaliserMotDePasse('é')))
  it('ce qui est accepté a toujours entre 12 et 200 caractères', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 250 }), (t) => {
        const lu = choisirMotDePasse(t, contexte)
        return !lu.ok || ([...lu.value].length >= 12 && [...lu.value].length <= 200)
      }),
    ))
})
