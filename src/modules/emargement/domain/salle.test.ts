import { createHmac, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  codeDeSalle,
  codePersonnel,
  ecrirePasse,
  estDuMoment,
  lirePasse,
  memeCode,
  type Sceller,
} from './salle.ts'

const sceau =
  (cle: string): Sceller =>
  (usage, texte) =>
    createHmac('sha256', cle).update(`${usage}\0${texte}`).digest()
const sceller = sceau('essai')
const salle = randomUUID()
const a = (seconde: number) => new Date(Date.parse('2026-11-24T08:00:00Z') + seconde * 1000)

describe('Le code de la salle', () => {
  it('vaut au plus une minute, et jamais d’une autre salle, d’une autre instance, ni à l’avance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400 }), fc.integer({ min: -600, max: 600 }), (s, ecart) => {
        const code = codeDeSalle(sceller, salle, a(s))
        const vaut = estDuMoment(sceller, salle, code, a(s + ecart))
        const pas = Math.floor((s + ecart) / 30) - Math.floor(s / 30)
        expect(vaut).toBe(pas === 0 || pas === 1)
        expect(estDuMoment(sceller, randomUUID(), code, a(s))).toBe(false)
        expect(estDuMoment(sceau('autre'), salle, code, a(s))).toBe(false)
      }),
    )
  })
  it('le code personnel a six chiffres, le même toute la séance, et se recopie avec des espaces', () => {
    const moi = codePersonnel(sceller, salle, 'i1')
    expect(moi).toMatch(/^\d{6}$/)
    expect(codePersonnel(sceller, salle, 'i1')).toBe(moi)
    expect(codePersonnel(sceller, salle, 'i2')).not.toBe(moi)
    expect(memeCode(moi, `${moi.slice(0, 3)} ${moi.slice(3)}`)).toBe(true)
    expect(memeCode(moi, '')).toBe(false)
  })
})

describe('Le passe du téléphone', () => {
  const passe = { salle, appareil: randomUUID(), jusque: a(600) }
  const ecrit = ecrirePasse(sceller, passe)
  it('se relit jusqu’à son terme, dans sa salle', () => {
    expect(lirePasse(sceller, salle, ecrit, a(599))).toEqual(passe)
    expect(lirePasse(sceller, salle, ecrit, a(600))).toBeUndefined()
    expect(lirePasse(sceller, randomUUID(), ecrit, a(0))).toBeUndefined()
    expect(lirePasse(sceau('autre'), salle, ecrit, a(0))).toBeUndefined()
  })
  it('un seul signe changé ne passe pas, n’importe quel texte non plus', () => {
    fc.assert(
      fc.property(fc.nat({ max: ecrit.length - 1 }), fc.constantFrom('0', 'z', '.', '-'), (i, signe) => {
        fc.pre(ecrit[i] !== signe)
        expect(
          lirePasse(sceller, salle, `${ecrit.slice(0, i)}${signe}${ecrit.slice(i + 1)}`, a(0)),
        ).toBeUndefined()
      }),
    )
    fc.assert(fc.property(fc.string(), (texte) => lirePasse(sceller, salle, texte, a(0)) === undefined))
  })
})
