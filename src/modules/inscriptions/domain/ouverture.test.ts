import { describe, expect, it } from 'vitest'
import { prendUnClient, refusDInscrire } from './ouverture.ts'

const code = (etat: string, capacite: number | null = 12, inscrits = 3) =>
  refusDInscrire({ etat, capacite, inscrits })?.code

describe('inscrire', () => {
  it('se peut une fois les inscriptions ouvertes, jusqu’à la dernière place', () => {
    expect(['ouverte', 'confirmee', 'en-cours'].map((e) => code(e))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(code('ouverte', 12, 11)).toBeUndefined()
    expect(code('ouverte', 12, 12)).toBe('complet')
    expect(code('ouverte', null, 400)).toBeUndefined()
  })
  it('ne se peut ni avant ni après, et dit lequel des deux', () => {
    expect(code('brouillon')).toBe('pas-ouverte')
    for (const e of ['terminee', 'cloturee', 'archivee', 'annulee', 'reportee', 'interrompue'])
      expect(code(e), e).toBe('session-fermee')
  })
})

describe('ouvrir un dossier client', () => {
  it('se peut dès la préparation, et plus une fois la session close', () => {
    expect(['brouillon', 'ouverte', 'terminee', 'reportee'].every(prendUnClient)).toBe(true)
    expect(['annulee', 'cloturee', 'archivee'].some(prendUnClient)).toBe(false)
  })
})
