import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbGraine, dossierComplet, fautes } from '../test/dossiers.ts'
import { controler } from './controler.ts'
import { regles } from './regles.ts'

const trouve = (d: Parameters<typeof controler>[0]) => [...new Set(controler(d).constats.map((c) => c.regle))]

describe('Un dossier complet', () => {
  it('ne fait parler aucune règle, quel que soit le lieu, le jour, la façon de suivre', () => {
    fc.assert(
      fc.property(arbGraine(), (g) => {
        expect(controler(dossierComplet(g)).constats).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
  it('sans facture à lire, la règle des heures facturées ne conclut pas', () => {
    const { factures: _, ...sans } = dossierComplet({
      mode: 'salle',
      stagiaires: 3,
      jours: 1,
      depart: 0,
      lieu: 0,
      absences: [],
      tablette: false,
    })
    const releve = controler(sans)
    expect(releve.nonVerifiables.map((r) => r.code)).toEqual(['heures-facture'])
    expect(releve.passees).toBe(regles.length - 1)
  })
})

describe('Une faute plantée, d’un seul fait', () => {
  it('chaque règle a sa faute, et chaque faute sa règle', () => {
    expect([...new Set(fautes.map((f) => f.regle))].toSorted()).toEqual(regles.map((r) => r.code).toSorted())
  })
  it.each(fautes)('$regle : $quoi', (faute) => {
    fc.assert(
      fc.property(
        arbGraine(faute.modes),
        fc.array(fc.nat(10_000), { minLength: 6, maxLength: 6 }),
        (g, suite) => {
          let rang = 0
          const tirage = (n: number) => (suite[rang++ % suite.length] ?? 0) % n
          const faux = faute.planter(dossierComplet(g), tirage)
          // Un dossier qui ne s’y prête pas ne compte pas : on en tire d’autres, jusqu’à quatre-vingts fautes plantées.
          fc.pre(faux !== undefined)
          if (faux) expect(trouve(faux)).toEqual([faute.regle])
        },
      ),
      { numRuns: 80 },
    )
  })
})

describe('Les clés', () => {
  it('distinguent deux constats d’une même règle, et ne portent aucun nom', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fautes), arbGraine(), (faute, g) => {
        const faux = faute.modes.includes(g.mode) ? faute.planter(dossierComplet(g), () => 0) : undefined
        if (!faux) return
        const cles = controler(faux).constats.map((c) => `${c.regle} ${c.cle}`)
        expect(new Set(cles).size).toBe(cles.length)
        for (const c of cles) expect(c.length).toBeLessThan(400)
      }),
      { numRuns: 200 },
    )
  })
})
