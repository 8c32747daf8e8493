import { describe, expect, it } from 'vitest'
import { direContenu, listes } from './ouvrir.ts'

describe('ce que dit une preuve ouverte', () => {
  it('nul code n’y reste : il se dit par le mot de la page où il s’écrit', () => {
    for (const [liste, mots] of Object.entries(listes))
      for (const [code, mot] of Object.entries(mots))
        expect(direContenu(['Par', '', liste, code]), `${liste}, ${code}`).toEqual(['Par', mot])
  })
  it('après le nom quand la valeur dit autre chose, à sa place quand il n’y en a pas', () => {
    expect(direContenu(['12/10/2026', 'Repris le module 2', 'suivi', 'epreuve'])).toEqual([
      '12/10/2026, inscription à l’épreuve',
      'Repris le module 2',
    ])
    expect(direContenu(['', '12/10/2026', 'suite', 'refuser'])).toEqual([
      'Adaptation impossible, orientation',
      '12/10/2026',
    ])
  })
  it('un texte qui ressemble à un code reste ce qu’on a écrit', () => {
    expect(direContenu(['Besoin', 'mesure'])).toEqual(['Besoin', 'mesure'])
    expect(direContenu(['Attestation', 'AT-1', 'acquis', null])).toEqual(['Attestation', 'AT-1'])
    expect(direContenu(['Vide', null])).toEqual(['Vide', ''])
  })
})
