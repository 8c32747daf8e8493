import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JalonRecu, jugerJalon } from './juger-jalon.ts'

const organisme = '0190a000-0000-7000-8000-000000000001'
const jalon = (nom: string, numero: number, precedent: string | null, fin = ''): JalonRecu => ({
  empreinte: nom,
  signe: true,
  contenu: {
    format: 'coforme-jalon/1',
    organisme,
    numero,
    empreinte: `${numero}${fin}`,
    date: '2026-11-24T12:00:00.000Z',
    jalonPrecedent: precedent,
  },
})
const chaine = (n: number): JalonRecu[] =>
  Array.from({ length: n }, (_, i) => jalon(`j${i}`, (i + 1) * 3, i === 0 ? null : `j${i - 1}`))

describe('Ce qu’un témoin dit d’un jalon', () => {
  it('une chaîne suivie se contresigne entière, dans n’importe quel ordre d’arrivée dès lors que tout est gardé', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (n) => {
        const tous = chaine(n)
        for (const j of tous) expect(jugerJalon(organisme, tous, j)).toBeUndefined()
      }),
    )
  })

  it('toute bifurcation est vue : même rang, ou même jalon d’avant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), fc.boolean(), (n, k, memeRang) => {
        const tous = chaine(n)
        const i = k % n
        const faux = memeRang
          ? jalon('faux', (i + 1) * 3, i === 0 ? null : `j${i - 1}`, 'x')
          : jalon('faux', (i + 1) * 3 + 1, i === 0 ? null : `j${i - 1}`)
        expect(jugerJalon(organisme, [...tous, faux], faux)).toBe('deux-chaines')
        expect(jugerJalon(organisme, [...tous, faux], tous[i] ?? faux)).toBe('deux-chaines')
      }),
    )
  })

  it('un jalon d’un autre, non signé, illisible ou qui saute le précédent ne se contresigne pas', () => {
    const [un, deux] = [jalon('a', 3, null), jalon('c', 9, 'b')]
    expect(jugerJalon('un-autre', [un], un)).toBe('illisible')
    expect(jugerJalon(organisme, [], { ...un, contenu: undefined })).toBe('illisible')
    expect(jugerJalon(organisme, [], { ...un, signe: false })).toBe('non-signe')
    expect(jugerJalon(organisme, [un, deux], deux)).toBe('detache')
  })
})
