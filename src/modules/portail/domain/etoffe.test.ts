import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tisser } from './etoffe.ts'

const six = [
  'Langue & Lien',
  'Les Tisserands',
  'Terre d’Appui',
  'Atelier des Savoirs',
  'La Fabrique du Lien',
  'Numerik Commun',
]
const chantiers = ['qualité', 'logiciel', 'marchés', 'CAE', 'intervenants']

describe('l’étoffe', () => {
  it('de six coopératives et cinq chantiers est celle de la maquette', () => {
    const e = tisser(six, chantiers)
    expect(e.fils[0]?.trace).toBe('M30 48H196C262 48 262 126 330 126H624C684 126 690 84 734 84')
    expect(e.fils.at(-1)).toMatchObject({ nom: 'la vôtre\u202f?', y: 456, libre: true })
    expect(e.chantiers.map((c) => [c.x, c.enHaut])).toEqual([
      [365, true],
      [421, false],
      [477, true],
      [533, false],
      [589, true],
    ])
    expect([e.haut, e.bas, e.trait]).toEqual([78, 426, 14])
  })
  it('tait les noms au-delà de douze, jamais une coopérative en dessous', () => {
    expect(tisser(six, []).fils.map((f) => f.nom)).toEqual([...six, 'la vôtre\u202f?'])
    expect(
      tisser(
        Array.from({ length: 13 }, (_, i) => `C${i}`),
        [],
      ).fils.filter((f) => f.nom !== ''),
    ).toHaveLength(1)
  })
  it('tient dans son cadre, un fil sur deux dessus, quels que soient les noms et leur nombre', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 80 }), { maxLength: 60 }),
        fc.array(fc.string({ maxLength: 80 }), { maxLength: 9 }),
        (c, t) => {
          const e = tisser(c, t)
          expect(e.fils.filter((f) => f.libre)).toHaveLength(1)
          for (const f of e.fils) expect(f.y >= 48 && f.y <= 456 && f.nom.length <= 28).toBe(true)
          for (const x of e.chantiers)
            expect(x.lignes.length <= 2 && x.lignes.every((l) => l.length <= 14)).toBe(true)
          for (let i = 0; i < e.croisements.length; i += 1) {
            const voisin = e.croisements[i + 1]
            if (voisin && voisin.x === e.croisements[i]?.x)
              expect(voisin.dessus).toBe(!e.croisements[i]?.dessus)
          }
        },
      ),
    )
  })
})
