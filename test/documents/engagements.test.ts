import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { lireContenu } from '#modules/catalogue/domain/contenu.ts'
import { conditionsProposees } from '#modules/documents/index.ts'
import {
  donneesConvention,
  donneesDevis,
  refuserDevis,
  validiteDuDevis,
} from '#modules/inscriptions/documents/donnees-engagement.ts'
import type { ClientDePiece, FaitsDePiece, SessionDePiece } from '#modules/inscriptions/domain/a-imprimer.ts'

const le = (d: string) => d as DateCivile
const adresse = { lignes: ['1 rue Haute'], codePostal: '35000', ville: 'Rennes' }
const personne = { prenom: 'Anne', nom: 'Tanguy', qualite: 'présidente' }
const session: SessionDePiece = {
  numero: 'S-2026-001',
  intitule: 'Consignes',
  nature: 'formation',
  modalite: 'presentiel',
  minutes: 300,
  debut: le('2026-11-25'),
  fin: le('2026-11-26'),
  prevu: { minutes: 300, jours: 2 },
  capacite: 12,
  effectifMin: null,
  lieu: 'Conserverie',
  adresse: null,
  connexion: null,
  seances: [],
  formateurs: [],
}
const faits = (f: Partial<FaitsDePiece> = {}): FaitsDePiece => ({
  organisme: {
    nom: 'Langue & Lien',
    forme: 'Scop SARL',
    adresse,
    telephone: '02 99 00 00 12',
    courriel: 'a@b.example',
    siret: '99900001100018',
    nda: '53359990135',
    prefet: 'de la région Bretagne',
  },
  aujourdhui: le('2026-11-06'),
  mentionTva: { texte: 'Exonération', taux: 0 },
  session,
  contenu: lireContenu({ foadAssistance: 'Tom répond sous un jour.' }),
  conditions: conditionsProposees,
  signataire: personne,
  jointes: [],
  ...f,
})
const client = (c: Partial<ClientDePiece> = {}): ClientDePiece => ({
  acheteur: 'entreprise',
  publique: false,
  nonCommercant: false,
  nom: 'Conserverie du Port',
  adresse,
  siret: null,
  courriel: null,
  telephone: null,
  signataire: personne,
  reference: null,
  objectif: null,
  prix: centimes(84_000),
  financements: [],
  stagiaires: [{ prenom: 'Rosa', nom: 'Mendes' }],
  ...c,
})

describe('La durée et la modalité auxquelles on s’engage (D6353-1)', () => {
  const plan = [
    { genre: 'asynchrone', intitule: 'Réécouter', minutes: 45 },
    { genre: 'situation', intitule: 'Tenir la ligne', minutes: 60 },
  ] as const

  it('comptent ce qui est planifié hors des séances, et une action en salle devient mixte', () => {
    const { action } = donneesConvention(faits({ plan }), client())
    expect([action.minutes, action.modalite, action.aPart]).toEqual([
      405,
      'en présentiel, à distance et en situation de travail',
      plan,
    ])
    expect(action.distance).toEqual({
      activites: 'Réécouter',
      minutes: 45,
      assistance: 'Tom répond sous un jour.',
    })
  })
  it('sans plan, sont celles des séances', () => {
    const { action } = donneesConvention(faits(), client())
    expect([action.minutes, action.modalite, action.aPart, action.distance]).toEqual([
      300,
      'en présentiel',
      undefined,
      undefined,
    ])
  })
  it('d’une session mixte dont plus rien ne se suit à distance, ne promettent plus de distance', () => {
    const demie = { jour: le('2026-11-25'), debutMinutes: 540, finMinutes: 720 }
    const mixte = (...modalites: readonly ('presentiel' | 'distance' | null)[]) =>
      donneesConvention(
        faits({
          session: {
            ...session,
            modalite: 'mixte',
            seances: modalites.map((modalite) => ({ ...demie, modalite })),
          },
        }),
        client(),
      ).action
    const surPlace = mixte('presentiel', 'presentiel')
    expect([surPlace.modalite, surPlace.distance]).toEqual(['en présentiel', undefined])
    expect(surPlace.seances.map((x) => x.modalite)).toEqual(['sur place', 'sur place'])
    for (const action of [mixte('presentiel', 'distance'), mixte('presentiel', null)]) {
      expect(action.modalite).toBe('en présentiel et à distance')
      expect(action.distance).toBeDefined()
    }
  })
  it('la certification préparée se nomme', () => {
    const contenu = lireContenu({
      certLibelle: 'Conduire une réunion',
      certification: 'RS6372',
      certificateur: 'Institut Kerlann',
    })
    expect(donneesConvention(faits({ contenu }), client()).action.certification).toEqual({
      libelle: 'Conduire une réunion',
      code: 'RS6372',
      certificateur: 'Institut Kerlann',
    })
  })
})

describe('Le règlement suit ce que la facturation permet', () => {
  const ligne = {
    payeur: 'Opco',
    montant: 84_000,
    subrogation: true,
    accordReference: null,
    accordLe: null,
  }
  it.each([
    ['rien ne le paie pour le client', [], true],
    ['une part sans subrogation', [ligne, { ...ligne, subrogation: false }], true],
    ['tout par subrogation', [ligne], undefined],
  ])('%s', (_, financements, attendu) => {
    expect(donneesConvention(faits(), client({ financements })).reglement.acomptePossible).toBe(attendu)
  })
})

it('un forfait est le prix de tous : sa ligne nomme les stagiaires, et ne se multiplie pas par eux', () => {
  const stagiaires = Array.from({ length: 12 }, () => ({ prenom: 'Rosa', nom: 'Mendes' }))
  const { prix } = donneesConvention(faits(), client({ prix: centimes(576_000), stagiaires }))
  expect(prix.lignes).toEqual([
    {
      libelle: 'Consignes, session S-2026-001, pour 12\u00a0stagiaires',
      quantite: '1 forfait',
      unitaire: 576_000,
      total: 576_000,
    },
  ])
  expect(prix.totalTTC).toBe(576_000)
})

describe('Ce qui fut déjà conclu', () => {
  it('la convention cite le devis accepté', () => {
    const devisAccepte = 'DV-2026-0001 du 2 novembre 2026'
    expect(donneesConvention(faits({ devisAccepte }), client()).references.devis).toBe(devisAccepte)
  })
  it('le second avenant nomme encore la convention d’origine', () => {
    const d = donneesConvention(faits({ initiale: { numero: 'CV-2026-0001' } }), client(), {
      de: 'AV-2026-0001',
      objet: 'Le lieu change.',
    })
    expect(d.avenant).toMatchObject({ de: 'AV-2026-0001', initiale: 'CV-2026-0001' })
  })
})

describe('Un devis s’approuve au plus tard la veille', () => {
  it.each([
    ['2026-12-06', '2026-11-24'],
    ['2026-11-24', '2026-11-24'],
    ['2026-11-20', '2026-11-20'],
  ])('voulu jusqu’au %s, valable jusqu’au %s', (voulu, dit) => {
    expect(validiteDuDevis(le(voulu), session.debut)).toBe(dit)
    expect(donneesDevis(faits(), client(), le(voulu)).validite).toBe(dit)
  })
  it('se refuse dès le jour du début', () => {
    expect(refuserDevis(session.debut, le('2026-11-24'))).toBeUndefined()
    expect(refuserDevis(session.debut, le('2026-11-25'))?.code).toBe('devis-tardif')
    expect(refuserDevis(null, le('2026-11-25'))).toBeUndefined()
  })
})

describe('Le juge d’une convention', () => {
  const tribunal = (c: Partial<ClientDePiece> = {}) =>
    donneesConvention(faits(), client(c)).differends.tribunal
  it('se convient entre professionnels, jamais avec une personne publique ni une personne physique', () => {
    expect(tribunal()).toBe('tribunal du ressort de Rennes')
    expect(tribunal({ publique: true })).toBeUndefined()
    expect(tribunal({ acheteur: 'personne' })).toBeUndefined()
  })
  it('ni avec une association, ni quand l’organisme n’est pas commerçant lui-même', () => {
    expect(tribunal({ nonCommercant: true })).toBeUndefined()
    expect(donneesConvention(faits({ nonCommercante: true }), client()).differends.tribunal).toBeUndefined()
  })
})

describe('Le règlement d’un acheteur public', () => {
  const reglement = (c: Partial<ClientDePiece>, delaiReglementJours: number) =>
    donneesConvention(faits({ conditions: { ...conditionsProposees, delaiReglementJours } }), client(c))
      .reglement
  it('vient sous trente jours au plus, avec les intérêts moratoires de la commande publique', () => {
    expect(reglement({ publique: true }, 45)).toMatchObject({ delaiJours: 30, moratoires: true })
    expect(reglement({ publique: true }, 15)).toMatchObject({ delaiJours: 15 })
    expect(reglement({}, 45)).toMatchObject({ delaiJours: 45 })
    expect(reglement({}, 45)).not.toHaveProperty('moratoires')
  })
})
