import { describe, expect, it } from 'vitest'
import { type GesteDeSession, netDesChangements, quiChange } from './changements.ts'

const anime = (id: string, ...qui: readonly string[]) => ({
  id,
  intervenants: qui.map((personne) => ({ personne })),
})
const geste = (traits: Partial<GesteDeSession>): GesteDeSession => ({
  lieu: null,
  seances: null,
  animent: null,
  ...traits,
})
const ici = {
  lieu: 'Rue des Essais',
  seances: [['2027-03-22', 540, 750]],
  animees: [anime('a', 'tom'), anime('b', 'tom')],
}

describe('ce qui change d’une session', () => {
  it('ne garde que les demi-journées dont les personnes diffèrent, dans n’importe quel ordre', () => {
    expect(
      quiChange(
        [anime('a', 'tom'), anime('b', 'tom', 'ines')],
        [anime('a', 'ines'), anime('b', 'ines', 'tom')],
      ),
    ).toEqual({
      a: { de: ['tom'], vers: ['ines'] },
    })
  })
  it('nomme qui n’anime plus et qui anime désormais, demi-journée par demi-journée', () => {
    const net = netDesChangements([geste({ animent: { a: { de: ['tom'], vers: ['ines'] } } })], {
      ...ici,
      animees: [anime('a', 'ines'), anime('b', 'tom')],
    })
    expect([[...net.quittent], [...net.arrivent]]).toEqual([[['tom', ['a']]], [['ines', ['a']]]])
  })
  it('changé puis défait, n’apprend rien à personne', () => {
    const net = netDesChangements(
      [
        geste({
          animent: { a: { de: ['tom'], vers: ['ines'] } },
          lieu: { de: 'Rue des Essais', vers: 'Ailleurs' },
        }),
        geste({
          animent: { a: { de: ['ines'], vers: ['tom'] } },
          lieu: { de: 'Ailleurs', vers: 'Rue des Essais' },
        }),
        geste({ seances: { de: ici.seances, vers: [] } }),
      ],
      ici,
    )
    expect(net).toEqual({ dates: false, lieu: null, quittent: new Map(), arrivent: new Map() })
  })
  it('dit le lieu d’avant et que les dates ont bougé', () => {
    const net = netDesChangements(
      [
        geste({
          lieu: { de: 'Ailleurs', vers: 'Rue des Essais' },
          seances: { de: [['2027-03-20', 540, 750]], vers: ici.seances },
        }),
      ],
      ici,
    )
    expect([net.dates, net.lieu]).toEqual([true, 'Ailleurs'])
  })
})
