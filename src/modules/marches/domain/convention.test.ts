import { describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import {
  avecSignatures,
  manquesDeSignature,
  manquesDIdentite,
  papierDeConvention,
  partiesDe,
} from './convention.ts'
import { type CapacitesDe, champsVides } from './formulaires.ts'
import type { ContenuDeConvention, DossierLu, GroupementId, Membre, SignatureDeMembre } from './groupement.ts'

const le = new Date('2027-03-01T10:00:00Z')
const [a, b] = ['a' as OrganismeId, 'b' as OrganismeId]
const membre = (organisme: OrganismeId, nom: string, mandataire = false): Membre => ({
  organisme,
  nom,
  mandataire,
  accepteLe: le,
  sortiLe: null,
  sortie: null,
})
const membres = [membre(a, 'Appui', true), membre(b, 'Boussole')]
const g: DossierLu['g'] = {
  id: 'g' as GroupementId,
  mandataire: a,
  lot: '27-1#5',
  idweb: '27-1',
  objet: 'Former à la mer',
  acheteur: 'Région',
  limite: new Date('2027-03-30T13:00:00Z'),
  zone: 'Indian/Reunion',
  forme: 'conjoint',
  etat: 'constitue',
  constitueLe: le,
  signeLe: null,
  version: 1,
}
const contenu: ContenuDeConvention = {
  forme: 'conjoint',
  parts: [
    { organisme: a, tient: 'le module A', points: 6000 },
    { organisme: b, tient: 'le module B', points: 4000 },
  ],
  clauses: { mandat: 'M', defaillance: 'D', confidentialite: 'C', supports: 'S', litiges: 'L' },
}
const papier = papierDeConvention({ g }, membres, contenu, 2, new Map())
const convention = { version: 2, contenu, empreinte: 'e2', le }
const signee = (organisme: OrganismeId, reste: Partial<SignatureDeMembre> = {}): SignatureDeMembre => ({
  organisme,
  version: 2,
  nom: 'Bérénice Roux',
  qualite: 'gérante',
  courriel: null,
  le,
  signeeLe: le,
  consentement: 'Je l’accepte.',
  empreinte: 'e2',
  refuseeLe: null,
  motif: '',
  ...reste,
})
const dits = (rubriques: typeof papier.rubriques) =>
  rubriques
    .flatMap((r) => r.champs.map((c) => c.valeur))
    .join(' | ')
    .replace(/[\u00a0\u202f]/g, ' ')

describe('le papier de la convention', () => {
  it('dit chaque clause, chaque part, le total et la date limite à la pendule de l’acheteur', () => {
    const tout = dits(papier.rubriques)
    for (const dit of ['le module A, 60', 'le module B, 40', '100', 'M', 'D', 'C', 'S', 'L', '17 h'])
      expect(tout).toContain(dit)
  })
  it('ne suppose ni SIRET ni adresse : deux champs par membre restent à remplir', () =>
    expect(champsVides(papier)).toBe(4))
  it('signé, montre qui et quand ; une signature attendue reste à remplir', () => {
    const p = avecSignatures(papier, membres, [signee(b), signee(a, { signeeLe: null })], 'Europe/Paris')
    expect(champsVides(p)).toBe(5)
    expect(dits(p.rubriques)).toContain('Bérénice Roux, gérante')
  })
})
it('ne se fige pas tant qu’un SIRET ou une adresse manque : qui l’écrit est nommé', () => {
  const dites = (siret: string, adresse: string) =>
    new Map([[a, { siret, adresse }]]) as unknown as CapacitesDe
  const [appui] = membres
  const manque = (c: CapacitesDe, m = membres) =>
    manquesDIdentite(m, c).map((x) => x.replace(/[\u00a0\u202f]/g, ' '))
  expect(manque(dites('123', ' '))).toEqual([
    'Appui écrit son adresse dans sa déclaration.',
    'Boussole écrit son SIRET et son adresse dans sa déclaration.',
  ])
  expect(manque(dites('123', 'Brest'), appui ? [appui] : [])).toEqual([])
})
it('garde ses parties, sorties ou non, dans l’ordre de ses parts ; entrée depuis, une coopérative n’en est pas', () => {
  const tous = [
    membre('c' as OrganismeId, 'Cap'),
    { ...membre(b, 'Boussole'), sortiLe: le },
    membre(a, 'Appui'),
  ]
  expect(partiesDe(tous, { contenu }).map((m) => m.nom)).toEqual(['Appui', 'Boussole'])
})
describe('ce qui manque de signatures', () => {
  const manque = (s: readonly SignatureDeMembre[]) => manquesDeSignature(membres, convention, s)
  it('rien, quand chaque membre a signé ce papier', () => expect(manque([signee(a), signee(b)])).toEqual([]))
  it.each([
    ['attendue', { signeeLe: null }],
    ['d’une version d’avant', { version: 1 }],
    ['d’un autre papier', { empreinte: 'e1' }],
  ])('une signature %s manque', (_, reste) =>
    expect(manque([signee(a), signee(b, reste)])).toEqual([
      'Convention du groupement\u00a0: Boussole la fait signer.',
    ]),
  )
})
