import { expect, it } from 'vitest'
import { dejaFacture } from './reunir-produits.ts'

const facture = (genre: 'facture' | 'acompte' | 'avoir', dossier: string | null, origine: string | null) =>
  ({ genre, dossier, origine }) as never

it('la facture d’un payeur remplace ce que la convention en prévoyait, et lui seul', () => {
  const dit = dejaFacture([facture('facture', 'd1', 'opco-plan')])
  expect(dit({ dossier: 'd1', financeur: 'opco_plan' })).toBe(true)
  expect(dit({ dossier: 'd1', financeur: 'entreprise' })).toBe(false)
  expect(dit({ dossier: 'd2', financeur: 'opco_plan' })).toBe(false)
})
it('un acompte seul laisse parler la convention', () =>
  expect(
    dejaFacture([facture('acompte', 'd1', 'entreprise')])({ dossier: 'd1', financeur: 'entreprise' }),
  ).toBe(false))
it('une facture sans origine couvre tout le dossier : rien n’est compté deux fois en attendant', () =>
  expect(dejaFacture([facture('facture', 'd1', null)])({ dossier: 'd1', financeur: 'entreprise' })).toBe(
    true,
  ))
it('une facture sans dossier ne remplace rien', () =>
  expect(
    dejaFacture([facture('facture', null, 'entreprise')])({ dossier: 'd1', financeur: 'entreprise' }),
  ).toBe(false))
