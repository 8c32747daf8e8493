import { describe, expect, it } from 'vitest'
import { lieuQuiSuit } from './lieu-ecrit.ts'

const salle = (nom: string, plus: { etablissement?: string; zone?: string } = {}) => ({
  id: nom,
  nom,
  etablissement: 'siege',
  nomEtablissement: 'Maison des associations',
  ville: 'Grenoble',
  zone: 'Europe/Paris',
  ...plus,
})
const demie = (nom: string | undefined, modalite: 'distance' | null = null, tenue = true) => ({
  tenue,
  modalite,
  salles: nom === undefined ? [] : [{ id: nom, nom }],
})
const session = (lieu = 'Duras, 2e étage, Maison des associations, Grenoble') => ({
  lieu,
  zone: 'Europe/Paris',
  etablissement: 'siege',
  modalite: 'mixte' as const,
  seances: [demie('Duras'), demie('Duras')],
})

describe('le lieu écrit suit la salle', () => {
  it('de toutes les demi-journées : la salle change de nom, le reste demeure', () => {
    expect(lieuQuiSuit(session(), [demie('Senghor'), demie('Senghor')], salle('Senghor'))).toBe(
      'Senghor, 2e étage, Maison des associations, Grenoble',
    )
  })
  it('dans un autre établissement, la précision de l’ancien ne suit pas', () => {
    expect(lieuQuiSuit(session(), [demie('Senghor')], salle('Senghor', { etablissement: 'annexe' }))).toBe(
      'Senghor, Maison des associations, Grenoble',
    )
  })
  it('ni une demi-journée à distance, ni une suspendue n’y comptent', () => {
    expect(
      lieuQuiSuit(
        session(),
        [demie('Senghor'), demie(undefined, 'distance'), demie('Duras', null, false)],
        salle('Senghor'),
      ),
    ).toBe('Senghor, 2e étage, Maison des associations, Grenoble')
  })
  it('rien si une seule change, si le lieu la dit déjà, ou si la salle est d’un autre fuseau', () => {
    const toutes = [demie('Senghor'), demie('Senghor')]
    expect([
      lieuQuiSuit(session(), [demie('Senghor'), demie('Duras')], salle('Senghor')),
      lieuQuiSuit(session('senghor, Grenoble'), toutes, salle('Senghor')),
      lieuQuiSuit(session(), toutes, salle('Senghor', { zone: 'Indian/Reunion' })),
      lieuQuiSuit(session(), [demie(undefined, 'distance')], salle('Senghor')),
    ]).toEqual([undefined, undefined, undefined, undefined])
  })
})
