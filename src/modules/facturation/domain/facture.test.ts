import { expect, it } from 'vitest'
import { type Nature, natureDesOperations } from './facture.ts'

type Ligne = { readonly nature: Nature; readonly bien?: boolean }
const service: Ligne = { nature: 'hors-formation' }
const livret: Ligne = { nature: 'annexe', bien: true }
const dedit: Ligne = { nature: 'dedit' }

it.each<[string, readonly Ligne[], string]>([
  ['de la formation et du conseil', [{ nature: 'formation' }, service], 'Prestation de services'],
  ['des livrets vendus', [livret], 'Livraison de biens'],
  [
    'une formation et ses livrets',
    [{ nature: 'formation' }, livret],
    'Livraison de biens et prestation de services',
  ],
  ['un dédit', [dedit], 'Indemnité, sans prestation ni livraison'],
  ['un dédit et des livrets', [dedit, livret], 'Livraison de biens'],
  ['un dédit et du conseil', [dedit, service], 'Prestation de services'],
])('%s', (_, lignes, dite) => expect(natureDesOperations(lignes)).toBe(dite))
