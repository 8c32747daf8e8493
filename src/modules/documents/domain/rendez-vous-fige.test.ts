import { describe, expect, it } from 'vitest'
import { direRendezVous, ecrireRemise } from './dire-envoi.ts'
import { rendezVousFige } from './rendez-vous-fige.ts'

describe('le rendez-vous d’une convocation', () => {
  const figee = (seances: readonly (readonly [string, string])[], ville?: string) =>
    JSON.stringify({
      action: {
        lieu: { nom: 'Salle Duras', ...(ville ? { adresse: { ville } } : {}) },
        seances: seances.map(([date, debut]) => ({ date, debut })),
      },
    })
  const dire = (donnees: string) => {
    const lu = rendezVousFige(donnees)
    return lu && direRendezVous(lu).replace(/\u00a0/g, ' ')
  }

  it('dit le jour, l’heure et le lieu de ce qui fut figé', () => {
    expect(dire(figee([['2027-01-12', '09:00']], 'Nantes'))).toBe(
      'Nous vous attendons le mardi 12 janvier 2027 à 9 h, Salle Duras, Nantes.',
    )
  })
  it('de plusieurs séances, dit combien et jusqu’à quand', () => {
    expect(
      dire(
        figee([
          ['2027-01-12', '09:00'],
          ['2027-01-12', '13:30'],
        ]),
      ),
    ).toBe(
      'Nous vous attendons le mardi 12 janvier 2027 à 9 h, Salle Duras. La formation compte 2 séances ce jour-là.',
    )
    expect(
      dire(
        figee([
          ['2027-01-12', '09:00'],
          ['2027-01-14', '13:30'],
        ]),
      ),
    ).toContain('La formation compte 2 séances, jusqu’au jeudi 14 janvier 2027.')
  })
  it('n’envoie personne au lieu d’une première séance qui se suit à distance, et dit combien le sont', () => {
    const mixte = (...modalites: readonly string[]) =>
      dire(
        JSON.stringify({
          action: {
            lieu: { nom: 'Salle Duras' },
            seances: modalites.map((modalite, i) => ({
              date: `2027-01-1${i + 2}`,
              debut: '09:00',
              modalite,
            })),
          },
        }),
      )
    expect(mixte('à distance', 'sur place')).toBe(
      'Nous vous attendons le mardi 12 janvier 2027 à 9 h, à distance. La formation compte 2 séances, dont 1 à distance, jusqu’au mercredi 13 janvier 2027.',
    )
    expect(mixte('sur place', 'à distance')).toContain(
      'à 9 h, Salle Duras. La formation compte 2 séances, dont 1',
    )
    expect(mixte('à distance', 'à distance')).toContain('toutes à distance')
  })
  it('se tait d’une pièce qui ne dit ni séance ni lieu', () => {
    expect(dire('{}')).toBeUndefined()
    expect(dire(figee([]))).toBe('')
  })
  it('est dans le courriel, avant le lien', () => {
    const { texte } = ecrireRemise({
      nom: 'Léonie Fabre',
      organisme: 'Les Merles',
      genre: 'convocation',
      libelle: 'Accueillir',
      lien: 'https://merles.example/piece/x',
      rendezVous: rendezVousFige(figee([['2027-01-12', '09:00']])),
    })
    expect(texte).toMatch(/Bonjour Léonie Fabre,\n\nNous vous attendons le [^\n]+\n\nLes Merles vous remet/)
  })
})
