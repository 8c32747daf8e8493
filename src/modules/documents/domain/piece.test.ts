import { describe, expect, it } from 'vitest'
import { nomDuGenre } from './genres.ts'
import { citerPiece, composerNumero, lireEmpreinte, nomDeFichier } from './piece.ts'

describe('Une pièce', () => {
  it('porte un numéro continu par série et par année', () => {
    expect(composerNumero('CR', 2026, 1)).toBe('CR-2026-0001')
    expect(composerNumero('CR', 2026, 12345)).toBe('CR-2026-12345')
  })
  it('se cite avec les avenants qui la complètent', () => {
    expect(citerPiece('CV-2027-0001', [])).toBe('CV-2027-0001')
    expect(citerPiece('CV-2027-0001', ['AV-2027-0001'])).toBe('CV-2027-0001, avenant AV-2027-0001')
    expect(citerPiece('CT-2027-0001', ['AV-2027-0001', 'AV-2027-0004'])).toBe(
      'CT-2027-0001, avenants AV-2027-0001 et AV-2027-0004',
    )
  })
  it.each([
    ['0123456789abcdef', '0123456789abcdef'],
    ['01234567 89AB CDEF', '0123456789abcdef'],
    ['a'.repeat(64), 'a'.repeat(64)],
    ['a'.repeat(66), undefined],
    ['a'.repeat(15), undefined],
    ['a'.repeat(17), undefined],
    ['0123456789abcde%', undefined],
    ["' or 1=1 --01234", undefined],
    ['', undefined],
  ])('lit l’empreinte « %s » ou la refuse', (texte, lue) => {
    expect(lireEmpreinte(texte)).toBe(lue)
  })
  it('donne un nom de fichier que rien ne détourne', () => {
    expect(nomDeFichier('CR-2026-0001')).toBe('CR-2026-0001.pdf')
    expect(nomDeFichier('../x"\r\n')).toBe('-x-.pdf')
  })
  it('nomme son genre, ou le montre tel quel s’il est inconnu', () => {
    expect(nomDuGenre('certificat-realisation')).toBe('Certificat de réalisation')
    expect(nomDuGenre('constructor')).toBe('constructor')
  })
})
