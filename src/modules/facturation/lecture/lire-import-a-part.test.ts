import { describe, expect, it } from 'vitest'
import { plusLongTravail } from '../../../../test/fuzz/plus-long-travail.ts'
import { lireImport } from './lire-import.ts'
import { lireImportAPart } from './lire-import-a-part.ts'

const camt = (n: number) =>
  `<?xml version="1.0"?><Document><BkToCstmrStmt><Stmt>${'<Ntry><Amt Ccy="EUR">12.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-03</Dt></BookgDt><AddtlNtryInf>Virement de Delta Conseil</AddtlNtryInf></Ntry>'.repeat(n)}</Stmt></BkToCstmrStmt></Document>`

describe('lire le pire fichier de la facturation ne retient pas les pages plus de 50 ms', () => {
  it('un relevé de cinq mille mouvements en XML', async () => {
    const { rendu, max } = await plusLongTravail(() => lireImportAPart('releve', camt(5_000)))
    expect(rendu.ok && rendu.value.length).toBe(5_000)
    expect(max).toBeLessThan(50)
  })
  it('un XML de quatre mégaoctets d’une seule balise', async () => {
    const texte = `<a ${Array.from({ length: 200_000 }, (_, i) => `a${i}="valeur"`).join(' ')}/>`.slice(
      0,
      4_000_000,
    )
    const { rendu, max } = await plusLongTravail(() => lireImportAPart('releve', texte))
    expect(rendu.ok).toBe(false)
    expect(max).toBeLessThan(50)
  })
  it('un tableau de quatre mégaoctets', async () => {
    const texte = `numero;date;client;montant_ht\n${'F1;03/11/2026;Delta;12,50\n'.repeat(160_000)}`
    const { rendu, max } = await plusLongTravail(() => lireImportAPart('factures', texte))
    expect(rendu.ok).toBe(false)
    expect(max).toBeLessThan(50)
  })
})

it('ce qui revient du fil est ce que la lecture sur place rend, refus compris', async () => {
  const table = 'numero;date;client;montant_ht\nF1;03/11/2026;Delta;12,50\n'
  for (const [genre, texte] of [
    ['factures', table],
    ['releve', camt(2)],
    ['releve', '<a/>'],
    ['charges', table],
  ] as const)
    expect(await lireImportAPart(genre, texte), texte.slice(0, 20)).toEqual(lireImport(genre, texte))
})
