import { describe, expect, it } from 'vitest'
import { lieuQuiSuit as lieuQuiSuitParmi } from './lieu-ecrit.ts'

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
const siennes = [
  { nom: 'Duras', etablissement: 'siege' },
  { nom: 'Senghor', etablissement: 'siege' },
  { nom: 'Salle 1, rez-de-chaussée', etablissement: 'siege' },
]
type Suit = typeof lieuQuiSuitParmi
const lieuQuiSuit = (...[s, apres, vers]: [Parameters<Suit>[0], Parameters<Suit>[1], Parameters<Suit>[2]]) =>
  lieuQuiSuitParmi(s, apres, vers, siennes)
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
  it('l’une après l’autre : l’ancienne salle ne reste pas dans le lieu', () => {
    const passees = [demie('Senghor'), demie('Senghor')]
    const apresLaPremiere = { ...session(), seances: [demie('Senghor'), demie('Duras')] }
    expect(lieuQuiSuit(apresLaPremiere, passees, salle('Senghor'))).toBe(
      'Senghor, 2e étage, Maison des associations, Grenoble',
    )
    // Aucune demi-journée n’y est plus : le lieu la nomme encore.
    const ailleurs = { ...session(), seances: [demie('Senghor'), demie('Char')] }
    expect(lieuQuiSuit(ailleurs, passees, salle('Senghor'))).toBe(
      'Senghor, 2e étage, Maison des associations, Grenoble',
    )
  })
  it('une salle dont le nom a une virgule s’en va tout entière', () => {
    const s = session('Salle 1, rez-de-chaussée, 2e porte, Maison des associations, Grenoble')
    expect(lieuQuiSuit(s, [demie('Senghor')], salle('Senghor'))).toBe(
      'Senghor, 2e porte, Maison des associations, Grenoble',
    )
  })
  it('une salle du même nom, dans un autre établissement, est un autre lieu', () => {
    const annexe = { ...salle('Duras', { etablissement: 'annexe' }), id: 'autre', nomEtablissement: 'Annexe' }
    const la = { tenue: true, modalite: null, salles: [{ id: 'autre', nom: 'Duras' }] }
    expect(lieuQuiSuit(session(), [la, la], annexe)).toBe('Duras, Annexe, Grenoble')
  })
  it('l’ancienne salle est d’un autre établissement que celui où la session se dit : rien n’en reste', () => {
    const s = { ...session('Char, Maison Char, Montreuil'), seances: [demie('Senghor'), demie('Char')] }
    expect(lieuQuiSuit(s, [demie('Senghor'), demie('Senghor')], salle('Senghor'))).toBe(
      'Senghor, Maison des associations, Grenoble',
    )
  })
  it('elles y étaient déjà : qui anime change, le lieu écrit reste', () => {
    const la = [demie('Senghor'), demie('Senghor')]
    expect(lieuQuiSuit({ ...session(), seances: la }, la, salle('Senghor'))).toBeUndefined()
  })
  it('un lieu qui ne nomme aucune salle d’ici, chez un client, reste ce qu’il est', () => {
    const intra = {
      ...session('Clinique des Tilleuls, 3e étage, Voiron'),
      etablissement: null,
      seances: [demie(undefined)],
    }
    expect(lieuQuiSuit(intra, [demie('Duras')], salle('Duras'))).toBeUndefined()
    expect(lieuQuiSuit(session('Durasoir, Grenoble'), [demie('Senghor')], salle('Senghor'))).toBeUndefined()
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
