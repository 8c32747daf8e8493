import { expect, it } from 'vitest'
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
