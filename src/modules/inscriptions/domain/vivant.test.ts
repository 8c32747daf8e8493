import { expect, it } from 'vitest'
import { estEteint } from './vivant.ts'

const d = { id: 'd1', retracteLe: null }
const i = (etat: Parameters<typeof estEteint>[1][number]['etat'], dossier: string | null = 'd1') => ({
  dossier,
  etat,
})

it('un dossier s’éteint rétracté, ou quand plus personne n’y vient ; ni avant d’inscrire, ni par un abandon', () => {
  expect(estEteint({ ...d, retracteLe: new Date(0) }, [i('inscrit')])).toBe(true)
  expect(estEteint(d, [i('annule'), i('refuse'), i('retracte')])).toBe(true)
  expect(estEteint(d, [])).toBe(false)
  expect(estEteint(d, [i('annule', 'd2')])).toBe(false)
  expect(estEteint(d, [i('annule'), i('inscrit')])).toBe(false)
  expect(estEteint(d, [i('abandon')])).toBe(false)
})
