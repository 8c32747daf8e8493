import { expect, it } from 'vitest'
import type { SessionVue } from '../domain/espace.ts'
import { aEmargerMaintenant } from './a-emarger.ts'

/** Le matin à Cayenne : neuf heures à midi, soit midi à quinze heures en temps universel. */
const session = {
  zone: 'America/Cayenne',
  seances: [{ id: 's', jour: '2026-11-30', debut: 9 * 60, fin: 12 * 60 }],
} as unknown as SessionVue
const a = (heure: string) =>
  aEmargerMaintenant(
    { sessions: [session], aEmarger: [{ id: 'v', envois: 1, seance: 's', avance: 0 }] },
    new Date(`2026-11-30T${heure}Z`),
  ).map((v) => v.id)

it.each([
  ['11:59:59', []],
  ['12:00:00', ['v']],
  ['15:00:00', ['v']],
  ['17:00:00', ['v']],
  ['17:00:01', []],
])(
  'un espace offre de signer dans la fenêtre de l’émargement, à la pendule de la salle : %s',
  (heure, dits) => expect(a(heure)).toEqual(dits),
)

it('l’avance que règle la coopérative ouvre plus tôt', () =>
  expect(
    aEmargerMaintenant(
      { sessions: [session], aEmarger: [{ id: 'v', envois: 1, seance: 's', avance: 15 }] },
      new Date('2026-11-30T11:45:00Z'),
    ),
  ).toHaveLength(1))

it('une séance que l’espace ne montre pas ne se signe pas', () =>
  expect(
    aEmargerMaintenant(
      { sessions: [session], aEmarger: [{ id: 'v', envois: 1, seance: 'autre', avance: 0 }] },
      new Date('2026-11-30T13:00:00Z'),
    ),
  ).toEqual([]))
