import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { codeDuPole, peutPartir, suiteDEngagement } from './pole.ts'

const membre = (organisme: string, etat = 'active') => ({ organisme, etat })
const anime = (organisme: string) => ({ organisme, role: 'animation' })

describe('quitter un pôle', () => {
  it('celle qui anime seule confie d’abord l’animation', () => {
    const seule = { moi: 'a', membres: [membre('a'), membre('b')], mandats: [anime('a')] }
    expect(peutPartir(seule)).toMatchObject({ ok: false, error: { code: 'seule-a-animer' } })
    expect(peutPartir({ ...seule, mandats: [] }).ok).toBe(false)
    expect(peutPartir({ ...seule, mandats: [anime('a'), anime('b')] }).ok).toBe(true)
  })
  it('la dernière coopérative part quand elle veut : il n’y a plus à qui confier', () => {
    const membres = [membre('a'), membre('b', 'partie')]
    expect(peutPartir({ moi: 'a', membres, mandats: [anime('a')] }).ok).toBe(true)
  })
})

describe('la suite d’un engagement', () => {
  const jour = '2026-12-20' as DateCivile
  it('reporté à un jour dit, il reste pris pour ce jour', () => {
    expect(suiteDEngagement({ devient: 'reporte', mot: ' ', report: jour })).toEqual({
      etat: 'pris',
      suite: 'reporté',
      pour: jour,
    })
  })
  it('reporté sans jour, il est reporté ; tenu, le jour de report est ignoré', () => {
    expect(suiteDEngagement({ devient: 'reporte', mot: 'le four', report: undefined })).toEqual({
      etat: 'reporte',
      suite: 'le four',
    })
    expect(suiteDEngagement({ devient: 'tenu', mot: '', report: jour })).toEqual({ etat: 'tenu', suite: '' })
  })
})

describe('l’adresse d’un pôle', () => {
  it('vient de son nom, sans le mot « pôle »', () => {
    expect(codeDuPole('Pôle Formation')).toBe('formation')
    expect(codeDuPole('pole  Bas-Rhin')).toBe('bas-rhin')
    expect(codeDuPole('Pôle É').length).toBeLessThan(2)
  })
})
