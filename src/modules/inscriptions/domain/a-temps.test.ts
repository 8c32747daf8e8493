import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { aCommence, direDebut, direTard, signeTard } from './a-temps.ts'

const premiere = {
  debut: new Date('2026-12-07T08:00:00Z'),
  jour: '2026-12-07' as DateCivile,
  debutMinutes: 540,
}
const a = (h: string) => new Date(`2026-12-07T${h}:00Z`)

describe('Avant ou après le début', () => {
  it('l’action commence à son heure, pas à minuit', () => {
    expect([a('07:59'), a('08:00')].map((x) => aCommence(premiere, x))).toEqual([false, true])
    expect(aCommence(undefined, a('08:00'))).toBe(false)
    expect(direDebut(premiere).replace(/[\u00a0\u202f]/g, ' ')).toBe('le lundi 7 décembre 2026 à 9 h')
  })
  it.each([
    ['par lien, une minute avant', 'lien', a('07:59'), false],
    ['par lien, l’après-midi même', 'lien', a('15:16'), true],
    // Un papier daté de ce jour-là ne dit pas l’heure.
    ['sur papier, le jour même', 'scan', a('11:00'), false],
    ['sur papier, le lendemain', 'scan', new Date('2026-12-08T11:00:00Z'), true],
    ['jamais', null, null, false],
  ] as const)('signé %s', (_, signatureMoyen, signeLe, tard) => {
    expect(signeTard({ signeLe, signatureMoyen }, premiere, 'Europe/Paris')).toBe(tard)
  })
  it('le dit de ce qui est signé ou reste à signer, jamais d’avance ni du CPF, et sans contrôle quand le départ est motivé', () => {
    const dire = (d: object, h = '15:16') =>
      direTard(
        { regime: 'convention', demarrageSansSignature: null, signeLe: null, signatureMoyen: null, ...d },
        premiere,
        'Europe/Paris',
        a(h),
      )
    const signee = { signeLe: a('15:16'), signatureMoyen: 'lien' }
    expect(dire({}, '07:00')).toBeUndefined()
    expect(dire({ regime: 'cpf' })).toBeUndefined()
    expect(dire({})).toMatch(/elle le sera après le début, et le contrôle de la session le relèvera\.$/)
    expect(dire({ ...signee, signeLe: a('07:00') })).toBeUndefined()
    // D6353-1 dit ce qu’une convention contient, jamais quand elle se signe.
    for (const dite of [dire({}), dire(signee)]) expect(dite).not.toContain('D6353-1')
    expect(dire(signee)).toMatch(/une convention se signe avant\. Le contrôle de la session le relève\.$/)
    expect(dire({ ...signee, regime: 'contrat' })).toContain('L6353-3')
    expect(dire({ ...signee, demarrageSansSignature: 'Le client signe ce soir' })).not.toContain('contrôle')
  })
})
