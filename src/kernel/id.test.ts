import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asId, uuidV7 } from '#kernel/id.ts'

describe('les identifiants', () => {
  it('tout uuid v7 composé est un identifiant, et son ordre est celui du temps', () =>
    fc.assert(
      fc.property(
        fc.nat(4_000_000_000_000),
        fc.nat(4_000_000_000_000),
        fc.uint8Array({ minLength: 10, maxLength: 10 }),
        fc.uint8Array({ minLength: 10, maxLength: 10 }),
        (a, b, h1, h2) => {
          const [x, y] = [uuidV7(new Date(a), h1), uuidV7(new Date(b), h2)]
          expect(asId(x)).toBe(x)
          expect(x.charAt(14)).toBe('7')
          if (a !== b) expect(x < y).toBe(a < b)
        },
      ),
    ))
  it('deux hasards différents au même instant donnent deux identifiants', () =>
    expect(uuidV7(new Date(0), new Uint8Array(10))).not.toBe(uuidV7(new Date(0), new Uint8Array(10).fill(9))))
  it.each([
    '',
    '1',
    '../x',
    '018F3A00-0000-7000-8000-000000000000',
    "018f3a00-0000-7000-8000-000000000000'",
    '018f3a00-0000-7000-c000-000000000000',
  ])('« %s » n’est pas un identifiant', (t) => expect(asId(t)).toBeUndefined())
})
