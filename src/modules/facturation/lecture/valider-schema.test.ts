import { expect, it, vi } from 'vitest'

it('un chargement de libxml2 qui échoue se dit, et se refait à la facture suivante', async () => {
  vi.resetModules()
  let essais = 0
  vi.doMock('libxml2-wasm', () => {
    essais += 1
    throw new Error('plus de mémoire')
  })
  const { ouvrirSchemas } = await import('./valider-schema.ts')
  // Deux factures au même instant partagent l’échec ; aucune n’est dite juste.
  const deux = await Promise.allSettled([ouvrirSchemas(), ouvrirSchemas()])
  expect(deux.map((d) => d.status)).toEqual(['rejected', 'rejected'])
  expect(essais).toBe(1)
  vi.doUnmock('libxml2-wasm')
  const fautes = await ouvrirSchemas()
  expect(fautes(new TextEncoder().encode('<facture'), 'minimum')).not.toEqual([])
  expect(fautes(new TextEncoder().encode('<facture/>'), 'minimum')).not.toEqual([])
})
