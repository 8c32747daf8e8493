import { describe, expect, it } from 'vitest'
import type { PersonneId } from '#kernel/id.ts'
import {
  type GesteDeSession,
  netDesChangements,
  personneTue,
  principalQuiSuit,
  quelleSalle,
  quiChange,
} from './changements.ts'

const anime = (id: string, ...qui: readonly string[]) => ({
  id,
  intervenants: qui.map((personne) => ({ personne })),
  salles: [],
})
const geste = (traits: Partial<GesteDeSession>): GesteDeSession => ({
  lieu: null,
  seances: null,
  animent: null,
  salles: null,
  lien: null,
  ...traits,
})
const ici = {
  lieu: 'Rue des Essais',
  seances: [['2027-03-22', 540, 750]],
  animees: [anime('a', 'tom'), anime('b', 'tom')],
  lien: null,
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
    expect(net).toEqual({
      dates: false,
      lieu: null,
      quittent: new Map(),
      arrivent: new Map(),
      salles: new Map(),
      modalites: new Set(),
      lien: null,
    })
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
  it('dit la salle d’une demi-journée qui en avait une autre, et l’adresse où suivre à distance', () => {
    const dans = (id: string, ...salles: readonly string[]) => ({
      ...anime(id),
      salles: salles.map((nom) => ({ nom })),
    })
    expect(quelleSalle([dans('a', 'Duras'), dans('b')], [dans('a', 'Senghor'), dans('b')])).toEqual({
      a: { de: ['Duras'], vers: ['Senghor'] },
    })
    const gestes = [
      geste({
        salles: { a: { de: ['Duras'], vers: ['Senghor'] } },
        lien: { de: 'https://un.example', vers: 'https://deux.example' },
      }),
      geste({ salles: { b: { de: [], vers: ['Senghor'] } } }),
    ]
    const net = (animees: readonly ReturnType<typeof dans>[], lien: string) =>
      netDesChangements(gestes, { ...ici, animees, lien })
    const change = net([dans('a', 'Senghor'), dans('b', 'Senghor')], 'https://deux.example')
    // Aucune salle n’était dite de « b » : en choisir une ne change rien à ce qu’on savait.
    expect([[...change.salles], change.lien]).toEqual([[['a', ['Senghor']]], 'https://deux.example'])
    // Sur place, puis à distance ; ce que personne n’avait dit n’est qu’une précision.
    const passee = (de: string | null) =>
      netDesChangements([geste({ modalites: [{ id: 'a', de, vers: 'distance' }] })], {
        ...ici,
        animees: [{ ...dans('a'), modalite: 'distance' }],
      }).modalites
    expect([[...passee('presentiel')], [...passee(null)]]).toEqual([['a'], []])
    // On n’avait dit aucune adresse : la première est une nouvelle.
    const premier = netDesChangements([geste({ lien: { de: null, vers: 'https://un.example' } })], {
      ...ici,
      lien: 'https://un.example',
    })
    expect(premier).toMatchObject({ lien: 'https://un.example', premierLien: true })
    // Revenue, ou passée à distance : rien à dire d’une salle.
    for (const salles of [['Duras'], []])
      expect(net([dans('a', ...salles)], 'https://un.example')).toMatchObject({
        salles: new Map(),
        lien: null,
      })
  })
})

describe('qui répond de la session', () => {
  const qui = (prenom: string, nom: string, compte: string | null = null) => ({
    prenom,
    nom,
    compte: compte as PersonneId | null,
  })
  const salome = { formateur: 'Salomé Diallo', formateurId: null }
  it('la suit tant qu’elle en anime une ; sinon, c’est qui anime la première', () => {
    expect(principalQuiSuit(salome, [qui('Ousmane', 'Kanté'), qui('Salomé', 'Diallo')])).toBeUndefined()
    expect(principalQuiSuit(salome, [qui('Ousmane', 'Kanté', 'o')])).toEqual({
      formateur: 'Ousmane Kanté',
      formateurId: 'o',
    })
  })
  it('n’est jamais une fiche dont le nom ne se lit pas : la session garde qui en répond, ou prend la première qui se lit', () => {
    expect(principalQuiSuit(salome, [qui('', personneTue, 'o')])).toBeUndefined()
    expect(principalQuiSuit(salome, [qui('', personneTue), qui('Inès', 'Carvalho')])).toEqual({
      formateur: 'Inès Carvalho',
      formateurId: null,
    })
  })
})
