import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { calendrier, type Demie } from './avis.ts'
import { type ActionTenue, type Engagement, objetDAvenant } from './objet-d-avenant.ts'

const jour = (t: string) => t as DateCivile
const demie = (date: string, debut = '09:00', fin = '12:30', modalite?: string): Demie => ({
  date: jour(date),
  debut,
  fin,
  ...(modalite ? { modalite } : {}),
})
const deuxJours = [demie('2027-01-20'), demie('2027-01-21')]
const signe: Engagement = { calendrier: calendrier(deuxJours), minutes: 840, prix: centimes(100_000) }
const tenue = (traits: Partial<ActionTenue> = {}): ActionTenue => ({
  ...signe,
  modalite: 'presentiel',
  interrompue: false,
  debut: jour('2027-01-20'),
  fin: jour('2027-01-21'),
  horsTaxes: false,
  rubriques: [],
  arrives: [],
  ...traits,
})
/** Sans les espaces insécables, qu’un œil ne voit pas. */
const dit = (traits: Partial<ActionTenue>) =>
  objetDAvenant(signe, tenue(traits)).replace(/[\u00a0\u202f]/g, ' ')
const arretee = {
  calendrier: calendrier([demie('2027-01-20', '09:00', '14:05')]),
  interrompue: true,
  fin: jour('2027-01-20'),
  minutes: 305,
  prix: centimes(36_310),
} as const

describe('Ce que change un avenant', () => {
  it('l’interruption, avec ce qui s’est tenu, la durée et le prix qui en restent', () => {
    expect(dit(arretee)).toBe(
      'L’action est interrompue : elle s’est tenue le 20 janvier 2027. La durée passe de 14 h à 5 h 05, et le prix de 1 000,00 € à 363,10 €.',
    )
  })
  it('des dates changées ne disent rien d’une durée ni d’un prix qui tiennent', () => {
    const reportees = { calendrier: calendrier([demie('2027-02-03'), demie('2027-02-04')]) }
    expect(dit({ ...reportees, debut: jour('2027-02-03'), fin: jour('2027-02-04') })).toBe(
      'Les dates de l’action changent : du 3 au 4 février 2027.',
    )
  })
  it('le lieu seul, aux mêmes dates ; passée à distance, elle n’en a plus à dire', () => {
    expect(dit({ lieu: 'Salle Senghor, Siège' })).toBe(
      'L’action se tient désormais à ce lieu : Salle Senghor, Siège.',
    )
    expect(dit({ lieu: 'À distance', modalite: 'distance' })).toBe('')
  })
  it('la durée seule, ou le prix seul, aux mêmes dates', () => {
    expect(dit({ minutes: 900 })).toBe('La durée passe de 14 h à 15 h.')
    expect(dit({ prix: centimes(90_000) })).toBe('Le prix passe de 1 000,00 € à 900,00 €.')
  })
  it('le prix se dit hors taxes quand la taxe est due ; que la pièce ne dit pas, il ne change pas', () => {
    expect(dit({ prix: centimes(90_000), horsTaxes: true })).toContain('à 900,00 € hors taxes.')
    expect(dit({ prix: null })).toBe('')
  })
  it('aux mêmes dates, où l’action se suit désormais', () => {
    const salle = { ...signe, calendrier: calendrier([demie('2027-01-20', '09:00', '12:30', 'sur place')]) }
    const enLigne = calendrier([demie('2027-01-20', '09:00', '12:30', 'à distance')])
    expect(objetDAvenant(salle, tenue({ calendrier: enLigne, modalite: 'distance' }))).toBe(
      'L’action se suit désormais à distance, aux mêmes dates.',
    )
  })
  it('les rubriques que l’offre dit autrement, par leur nom, que le client lit ; rien d’elle quand aucune ne change', () => {
    expect(dit({ rubriques: ['contenu', 'évaluation'], minutes: 900 })).toBe(
      'Ce qui change de l’action : contenu et évaluation. Les articles qui suivent le disent. La durée passe de 14 h à 15 h.',
    )
    expect(dit({ rubriques: [] })).toBe('')
  })
  it('nomme qui s’est inscrit depuis', () => {
    const [rosa, ousmane] = ['Rosa Ba', 'Ousmane Sarr'].map((nom) => ({ nom, le: null }))
    expect(dit({ arrives: [rosa as never] })).toBe('Rosa Ba rejoint les stagiaires.')
    expect(dit({ arrives: [rosa as never, ousmane as never], prix: centimes(120_000) })).toBe(
      'Rosa Ba et Ousmane Sarr rejoignent les stagiaires. Le prix passe de 1 000,00 € à 1 200,00 €.',
    )
    // L’action commencée, chacun depuis son jour.
    expect(
      dit({
        arrives: [
          { nom: 'Rosa Ba', le: '2026-12-14' as never },
          { nom: 'Ousmane Sarr', le: null },
        ],
      }),
    ).toBe('Rosa Ba rejoint les stagiaires le 14 décembre 2026. Ousmane Sarr rejoint les stagiaires.')
  })
  it('dit le premier jour de qui était déjà nommé, quand il change', () => {
    const rosa = { nom: 'Rosa Ba', nommee: true }
    expect(dit({ arrives: [{ ...rosa, le: jour('2026-12-14') }] })).toBe(
      'Rosa Ba suit l’action à partir du 14 décembre 2026.',
    )
    expect(dit({ arrives: [{ ...rosa, le: null }] })).toBe('Rosa Ba suit l’action dès le début.')
  })
  it('rien, quand la pièce signée dit déjà ce qui a lieu', () => {
    expect(dit({})).toBe('')
  })
})
