import type { CodeEtat } from '#web/components.tsx'
import type { Engagement } from '../db/suites.ts'
import type { EtatCompteRendu } from '../domain/compte-rendu.ts'
import type { Decision } from '../domain/decision.ts'
import type { EtatReunion } from '../domain/rencontre.ts'

export const etatsReunion = {
  dates: { etat: 'partiel', mot: 'date à choisir' },
  convoquee: { etat: 'a-venir', mot: 'convoquée' },
  tenue: { etat: 'prouve', mot: 'tenue' },
  annulee: { etat: 'sans-objet', mot: 'annulée' },
} as const satisfies Record<EtatReunion, { etat: CodeEtat; mot: string }>

export const etatsCompteRendu = {
  brouillon: 'brouillon',
  amendement: 'ouvert aux amendements',
  valide: 'validé',
  publie: 'publié',
} as const satisfies Record<EtatCompteRendu, string>

export const etatsDecision = {
  brouillon: { etat: 'partiel', mot: 'brouillon' },
  ouverte: { etat: 'a-juger', mot: 'vote ouvert' },
  close: { etat: 'prouve', mot: 'close' },
} as const satisfies Record<Decision['etat'], { etat: CodeEtat; mot: string }>

export const etatsEngagement = {
  pris: { etat: 'a-venir', mot: 'pris' },
  tenu: { etat: 'prouve', mot: 'tenu' },
  reporte: { etat: 'partiel', mot: 'reporté' },
  abandonne: { etat: 'sans-objet', mot: 'abandonné' },
} as const satisfies Record<Engagement['etat'], { etat: CodeEtat; mot: string }>

export const roles = { animation: 'animation', titulaire: 'titulaire', suppleant: 'suppléance' } as const
