import { expect, it } from 'vitest'
import { type Regime, remises } from './dossier.ts'
import { direRemises } from './remises.ts'

const le = new Date('2026-11-02T09:00:00Z')
const deux = (accuseLe: Date | null, piece: string | null) =>
  remises.map((genre) => ({ genre, accuseLe, piece }))

it.each<[string, Parameters<typeof direRemises>[0], Regime | null, string, string]>([
  ['rien', [], 'convention', 'manquant', 'à remettre'],
  ['une des deux seulement', deux(le, 'p').slice(0, 1), 'convention', 'manquant', 'à remettre'],
  ['par lien', deux(null, 'p'), 'convention', 'partiel', 'remis, accusé attendu'],
  ['par lien, accusé', deux(le, 'p'), 'contrat', 'prouve', 'remis, accusé reçu'],
  ['notées sans pièce : jamais une preuve', deux(null, null), null, 'partiel', 'remis hors Coforme'],
  ['notées, et l’accusé aussi', deux(le, null), 'convention', 'partiel', 'remis et accusé hors Coforme'],
  [
    'l’une par lien, l’autre notée',
    [...deux(le, 'p').slice(0, 1), ...deux(le, null).slice(1)],
    'convention',
    'partiel',
    'remis et accusé hors Coforme',
  ],
  ['confiée par un autre organisme', [], 'sous-traitance-recue', 'sans-objet', 'par son organisme'],
])('%s', (_, faites, regime, etat, mot) => {
  expect(direRemises(faites, regime)).toEqual({ etat, mot })
})
