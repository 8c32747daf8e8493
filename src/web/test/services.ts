import { createHmac, randomBytes } from 'node:crypto'
import { asId, type OrganismeId, type PersonneId } from '#kernel/id.ts'
import { fixedClock } from '#platform/clock/clock.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'

const absent = (nom: string): never => {
  throw new Error(`Ce test n’a pas de ${nom}.`)
}

export type Panne = { readonly fait: string; readonly erreur: unknown; readonly champs: unknown }

/** Ce qu'il faut pour rendre des pages sans rien ouvrir : horloge arrêtée, clé jetable, journal en mémoire. */
export const testServices = (pannes: Panne[] = []): Services => {
  const cle = randomBytes(32)
  return {
    config: {
      port: 3000,
      host: '127.0.0.1',
      donnees: '/nulle-part',
      demo: true,
      origine: 'http://localhost:3000',
      mandataires: [],
      petite: false,
      pool: 1,
      travailleur: true,
      version: '0.0.0',
    },
    clock: fixedClock(new Date('2026-11-24T10:40:00Z')),
    db: {
      withTenant: () => absent('base'),
      withoutTenant: () => absent('base'),
      seule: () => absent('base'),
      lire: () => absent('base'),
      close: async () => {},
    },
    keys: {
      digest: (usage, texte) => createHmac('sha256', cle).update(`${usage}\0${texte}`).digest(),
      encrypt: () => absent('chiffrement'),
      decrypt: () => absent('chiffrement'),
      sign: () => absent('signature'),
      publicKey: new Uint8Array(),
      signataire: () => ({ sign: () => new Uint8Array(64), publicKey: new Uint8Array(32) }),
    },
    log: {
      info() {},
      warn() {},
      error: (fait, erreur, champs) => void pannes.push({ fait, erreur, champs }),
    },
    mailer: { send: () => absent('courrier'), close: async () => {} },
    pdf: { render: () => absent('PDF'), close: async () => {} },
    storage: {
      put: () => absent('dépôt'),
      get: () => absent('dépôt'),
      open: () => absent('dépôt'),
      forget: async () => {},
    },
  }
}

const id = <K extends string>(texte: string) => {
  const lu = asId<K>(texte)
  if (!lu) throw new Error(`${texte} n’est pas un uuid`)
  return lu
}

export const unVisiteur = (traits: Partial<Visiteur> = {}): Visiteur => ({
  acces: { genre: 'session', jeton: 'jeton-de-test' },
  personneId: id<'Personne'>('018f4a00-0000-7000-8000-000000000001') satisfies PersonneId,
  nom: 'Maïwenn Le Goff',
  organisme: {
    id: id<'Organisme'>('018f4a00-0000-7000-8000-0000000000aa') satisfies OrganismeId,
    code: 'langue-et-lien',
    nom: 'Langue & Lien',
  },
  roles: ['assistante'],
  assistance: false,
  administreInstance: false,
  ...traits,
})

const entrees = {
  'Aujourd’hui': 'aujourdhui',
  Sessions: 'sessions',
  Personnes: 'personnes',
  Documents: 'papiers',
  Qualité: 'qualite',
  Factures: 'argent',
  BPF: 'argent',
  Coopérative: 'cooperative',
  Catalogue: 'cooperative',
  Pôle: 'commun',
  Marchés: 'commun',
} as const

/** Un sommaire vraisemblable : la feuille de composants y tient la place des sessions. */
export const unSommaire = Object.entries(entrees).map(([libelle, groupe], rang) => ({
  libelle,
  href:
    libelle === 'Sessions'
      ? '/composants'
      : `/${libelle
          .toLowerCase()
          .normalize('NFD')
          .replace(/[^a-z]/g, '')}`,
  rang,
  groupe,
}))
