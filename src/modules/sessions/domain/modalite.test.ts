import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import {
  aUnePartADistance,
  comparerModalites,
  ditesUneAUne,
  type ModaliteSeance,
  modaliteDe,
  modaliteTenue,
  poserModalite,
} from './modalite.ts'

const une = (id: string, modalite: ModaliteSeance | null = null) => ({
  id,
  jour: dateCivile('2027-03-22') as DateCivile,
  debutMinutes: 540,
  finMinutes: 750,
  modalite,
})
type Une = ReturnType<typeof une>
const voulue = (s: Une, modalite?: ModaliteSeance | null) => ({
  id: s.id,
  jour: s.jour,
  debut: s.debutMinutes,
  fin: s.finMinutes,
  ...(modalite === undefined ? {} : { modalite }),
})
const personne = new Set<string>()
const codes = (r: ReturnType<typeof comparerModalites>) => (r.ok ? [] : r.error.map((e) => e.code))

describe('la modalité d’une demi-journée', () => {
  it('est la sienne, sinon celle de la session', () => {
    expect(modaliteDe({ modalite: null }, { modalite: 'presentiel' })).toBe('presentiel')
    expect(modaliteDe({ modalite: null }, { modalite: 'distance' })).toBe('distance')
    expect(modaliteDe({ modalite: 'distance' }, { modalite: 'mixte' })).toBe('distance')
    expect(modaliteDe({}, { modalite: 'presentiel' })).toBe('presentiel')
  })
  it('d’une session mixte où rien n’est dit, est « mixte » : personne ne sait encore laquelle', () =>
    expect(modaliteDe({ modalite: null }, { modalite: 'mixte' })).toBe('mixte'))
  it('se dit une à une dès qu’une seule la dit, et d’une session mixte seulement', () => {
    expect(ditesUneAUne({ modalite: 'mixte', seances: [une('a'), une('b', 'distance')] })).toBe(true)
    expect(ditesUneAUne({ modalite: 'mixte', seances: [une('a')] })).toBe(false)
    expect(ditesUneAUne({ modalite: 'presentiel', seances: [une('a', 'presentiel')] })).toBe(false)
  })
  it('demande un lien de connexion dès qu’une part se suit à distance, ou peut-être', () => {
    expect(aUnePartADistance({ modalite: 'mixte', seances: [une('a')] })).toBe(true)
    expect(aUnePartADistance({ modalite: 'mixte', seances: [une('a', 'presentiel')] })).toBe(false)
    expect(aUnePartADistance({ modalite: 'presentiel', seances: [une('a')] })).toBe(false)
    expect(aUnePartADistance({ modalite: 'distance', seances: [] })).toBe(true)
  })
  it('ne se dit que d’une session mixte ; ailleurs, dire celle de la session ne dit rien, et l’autre est refusée', () => {
    expect(poserModalite('distance', 'mixte', 0)).toEqual({ ok: true, value: 'distance' })
    expect(poserModalite('distance', 'distance', 0)).toEqual({ ok: true, value: null })
    expect(poserModalite(null, 'presentiel', 0)).toEqual({ ok: true, value: null })
    expect(poserModalite('distance', 'presentiel', 2)).toMatchObject({
      ok: false,
      error: { code: 'modalite-de-session', seance: '2' },
    })
  })
})

it('ce qui se tient est sur place dès que nulle demi-journée n’est restée à distance ; une seule à dire, et c’est mixte', () => {
  const tenue = (...seances: readonly ('presentiel' | 'distance' | null)[]) =>
    modaliteTenue({ modalite: 'mixte', seances: seances.map((modalite) => ({ modalite })) })
  expect(tenue('presentiel', 'presentiel')).toBe('presentiel')
  expect(tenue('distance')).toBe('distance')
  expect([tenue('presentiel', 'distance'), tenue('presentiel', null), tenue()]).toEqual([
    'mixte',
    'mixte',
    'mixte',
  ])
  expect(modaliteTenue({ modalite: 'presentiel', seances: [{}] })).toBe('presentiel')
})

describe('changer les modalités', () => {
  const [a, b] = [une('a', 'presentiel'), une('b', 'distance')]
  it('sans rien dire, chacune garde la sienne ; dite, elle change ; tue, elle se tait', () => {
    expect(comparerModalites('mixte', 'mixte', [a, b], personne, [voulue(a), voulue(b)])).toEqual({
      ok: true,
      value: ['presentiel', 'distance'],
    })
    expect(
      comparerModalites('mixte', 'mixte', [a, b], personne, [voulue(a, 'distance'), voulue(b, null)]),
    ).toEqual({ ok: true, value: ['distance', null] })
  })
  it('une session qui n’est plus mixte l’ôte à ses demi-journées, quoi que le formulaire dise encore', () =>
    expect(
      comparerModalites('mixte', 'distance', [a, b], personne, [voulue(a, 'presentiel'), voulue(b)]),
    ).toEqual({
      ok: true,
      value: [null, null],
    }))
  it('une demi-journée émargée ne change pas', () => {
    expect(
      codes(
        comparerModalites('mixte', 'mixte', [a, b], new Set(['b']), [voulue(a), voulue(b, 'presentiel')]),
      ),
    ).toEqual(['modalite-emargee'])
    expect(
      codes(comparerModalites('mixte', 'mixte', [une('c')], new Set(['c']), [voulue(une('c'), 'distance')])),
    ).toEqual(['modalite-emargee'])
  })
  it('une session mixte le reste tant qu’une émargée dit autre chose', () => {
    expect(
      codes(comparerModalites('mixte', 'presentiel', [a, b], new Set(['b']), [voulue(a), voulue(b)])),
    ).toEqual(['modalite-figee'])
    expect(comparerModalites('mixte', 'presentiel', [a, b], new Set(['a']), [voulue(a), voulue(b)])).toEqual({
      ok: true,
      value: ['presentiel', null],
    })
  })
  it('devenue mixte, une session laisse à ses émargées ce qu’elles valaient ; les autres restent à dire', () => {
    const [c, d] = [une('c'), une('d')]
    expect(comparerModalites('presentiel', 'mixte', [c, d], new Set(['c']), [voulue(c), voulue(d)])).toEqual({
      ok: true,
      value: ['presentiel', null],
    })
    expect(
      comparerModalites('presentiel', 'mixte', [c, d], new Set(['c']), [voulue(c), voulue(d, 'distance')]),
    ).toEqual({ ok: true, value: ['presentiel', 'distance'] })
  })
  it('en présence ou à distance, une session ne se laisse pas contredire', () =>
    expect(
      codes(
        comparerModalites('presentiel', 'presentiel', [une('c')], personne, [voulue(une('c'), 'distance')]),
      ),
    ).toEqual(['modalite-de-session']))
})
