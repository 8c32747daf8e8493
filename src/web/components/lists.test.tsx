import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Jauge } from './jauge.tsx'
import { Table } from './lists.tsx'

it('au téléphone, le pied d’une table ne nomme que ses chiffres : son premier mot est déjà un nom', () => {
  const html = String(
    <Table
      legende="Charges"
      lignes={[{ nom: 'Salles', ht: '420,00' }]}
      colonnes={[
        { titre: 'Charge', entete: true, cell: (l) => l.nom },
        { titre: 'HT', nombre: true, cell: (l) => l.ht },
      ]}
      pied={['Total', '420,00 €']}
    />,
  )
  const pied = html.slice(html.indexOf('<tfoot'))
  expect(pied).not.toContain('data-titre="Charge"')
  expect(pied).toContain('data-titre="HT"')
})

it('une jauge se dessine à proportion, sans sortir de son cadre', () => {
  const largeur = (valeur: number, sur: number) =>
    Number(/class="plein"[^>]*width="(\d+)"/.exec(String(<Jauge valeur={valeur} sur={sur} />))?.[1] ?? 0)
  expect([largeur(0, 8), largeur(4, 8), largeur(8, 8), largeur(9, 8), largeur(1, 0)]).toEqual([
    0, 48, 96, 96, 0,
  ])
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.integer({ min: 0 }), (un, autre, sur) => {
      const [moins, plus] = [largeur(Math.min(un, autre), sur), largeur(Math.max(un, autre), sur)]
      expect(moins).toBeLessThanOrEqual(plus)
      expect(plus).toBeLessThanOrEqual(96)
    }),
  )
})
