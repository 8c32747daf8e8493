import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import {
  chercher,
  type Dispo,
  demiJournees,
  direRefusDuVivier,
  direTerritoire,
  etatDAccord,
  type FicheId,
  type FicheVue,
  type Savoir,
  termes,
} from './vivier.ts'

const savoir = (intitule: string, autres: Partial<Savoir> = {}): Savoir => ({
  id: intitule as Savoir['id'],
  intitule,
  nsf: '326',
  niveau: 'débutants',
  genre: 'titre',
  preuve: 'titre professionnel',
  le: null,
  ...autres,
})
const fiche = (nom: string, autres: Partial<FicheVue> = {}): FicheVue => ({
  fiche: nom as FicheId,
  organisme: 'o' as OrganismeId,
  cooperative: 'Les Tisserands',
  nom,
  accroche: 'Médiation numérique',
  base: 'Brest',
  rayon: 60,
  territoire: 'Rennes par le train',
  modalites: ['salle', 'distance'],
  publics: 'salariés',
  langues: 'français',
  delai: 10,
  preparation: '',
  journee: null,
  relueLe: new Date('2026-10-12T10:00:00Z'),
  competences: [],
  montreLibre: true,
  contact: null,
  plancher: null,
  demande: null,
  ...autres,
})
const rien = { mots: '', modalite: undefined, jour: undefined }
const lus = (raisons: readonly string[] | undefined) => raisons?.map((r) => r.replace(/[\u00a0\u202f]/g, ' '))
const noms = (t: ReturnType<typeof chercher>) => t.map((x) => x.f.nom)

describe('une recherche au vivier', () => {
  const montree = fiche('Lila', { competences: [savoir('Accessibilité numérique')] })
  const declaree = fiche('Tom', { competences: [savoir('Accessibilité', { genre: 'declare', preuve: '' })] })
  const autre = fiche('Jo', { accroche: 'Menuiserie', competences: [savoir('Tracer un escalier')] })

  it('range d’abord ce qu’une pièce montre, puis ce qui est déclaré, et dit pourquoi', () => {
    const t = chercher([declaree, autre, montree], { ...rien, mots: 'ACCESSIBILITE' })
    expect(noms(t)).toEqual(['Lila', 'Tom'])
    expect(t.map((x) => lus(x.raisons))).toEqual([
      ['Accessibilité numérique : titre professionnel'],
      ['Accessibilité : déclaré, sans pièce'],
    ])
  })
  it('demande tous les mots, lit la spécialité, la ville et la modalité', () => {
    expect(noms(chercher([montree, autre], { ...rien, mots: 'accessibilité brest' }))).toEqual(['Lila'])
    expect(noms(chercher([montree, autre], { ...rien, mots: 'accessibilité plomberie' }))).toEqual([])
    expect(noms(chercher([montree, autre], { ...rien, mots: '326' }))).toHaveLength(2)
    expect(noms(chercher([montree], { ...rien, modalite: 'afest' }))).toEqual([])
    expect(chercher([montree], { ...rien, modalite: 'distance' })[0]?.raisons).toEqual(['à distance'])
  })
  it('dit qui est libre ce jour, et ne prend pas le silence pour un oui', () => {
    const jour = '2026-12-02' as DateCivile
    const libres = new Map<FicheId, { matin: Dispo; apres: Dispo }>([
      ['Lila' as FicheId, { matin: 'occupe', apres: 'occupe' }],
      ['Tom' as FicheId, { matin: 'libre', apres: 'occupe' }],
      ['Jo' as FicheId, { matin: 'libre', apres: 'libre' }],
    ])
    const t = chercher([montree, declaree, autre, fiche('Muette')], { ...rien, jour }, libres)
    expect(noms(t)).toEqual(['Jo', 'Tom', 'Muette', 'Lila'])
    expect(t.map((x) => lus(x.raisons)?.[0])).toEqual([
      'libre le 2 déc. 2026',
      'libre le 2 déc. 2026, matin seulement',
      'ne montre pas ses demi-journées',
      'pas libre le 2 déc. 2026',
    ])
  })
  it('rend le même ordre de la même demande, dans quelque ordre que viennent les fiches', () => {
    const gens = ['a', 'b', 'c', 'd', 'e'].map((n, i) =>
      fiche(n, {
        relueLe: new Date(Date.UTC(2026, 0, 1 + (i % 2))),
        competences: i % 2 ? [savoir('Numérique')] : [savoir('Numérique', { genre: 'declare', preuve: '' })],
      }),
    )
    const attendu = noms(chercher(gens, { ...rien, mots: 'numérique' }))
    fc.assert(
      fc.property(fc.shuffledSubarray(gens, { minLength: gens.length }), (melanges) => {
        expect(noms(chercher(melanges, { ...rien, mots: 'numérique' }))).toEqual(attendu)
      }),
    )
  })
})

describe('un accord', () => {
  it('vaut au texte d’aujourd’hui ; donné à un texte d’avant, il se redemande', () => {
    const donne = (version: number) => [{ genre: 'fiche' as const, version, le: '' }]
    expect(etatDAccord(donne(termes.fiche.version), 'fiche')).toBe('oui')
    expect(etatDAccord(donne(termes.fiche.version - 1), 'fiche')).toBe('a-redemander')
    expect(etatDAccord(donne(1), 'plancher')).toBe('non')
  })
})

it('une fiche dit d’où l’on vient, une semaine a quatorze demi-journées, un mot inconnu n’est pas un refus', () => {
  expect(direTerritoire(fiche('x'))).toMatch(/^à moins de 60 km de Brest\s;\sRennes par le train$/)
  expect(direTerritoire(fiche('x', { rayon: null, territoire: '' }))).toBe('Brest')
  expect(demiJournees.map((d) => d.value).slice(0, 2)).toEqual(['1-matin', '1-apres'])
  expect(demiJournees).toHaveLength(14)
  expect(direRefusDuVivier('texte')?.phrase).toContain('relisez-le')
  expect(direRefusDuVivier('dit')).toBeUndefined()
})
