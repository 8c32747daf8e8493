import { expect, it } from 'vitest'
import { ligneDe } from './ligne-session.ts'

const seance = (jour: string, x: Readonly<Record<string, unknown>>) => ({
  id: jour,
  jour,
  debutMinutes: 810,
  finMinutes: 1020,
  modalite: null,
  tenue: true,
  ...x,
})

it('interrompue, une session n’a qu’une fin, celle de ce qui s’est tenu ; un jour suspendu n’y est pas à venir', () => {
  const zones = ligneDe(
    {
      etat: 'interrompue',
      zone: 'Europe/Paris',
      creeLe: new Date('2026-11-02T09:00:00Z'),
      debut: '2026-11-24',
      fin: '2026-12-15',
      seances: [
        seance('2026-11-24', {}),
        seance('2026-11-25', { tenue: false, arreteeA: 905 }),
        seance('2026-12-08', { tenue: false }),
        seance('2026-12-15', { tenue: false }),
      ],
    } as never,
    {
      arrets: [],
      seances: new Map([
        ['2026-11-24', { etat: 'prouve', emargee: true }],
        ['2026-11-25', { etat: 'partiel', manque: '1 sur 2', emargee: true }],
        ['2026-12-08', { etat: 'a-venir', emargee: false }],
        // Suspendue sans arrêt connu, mais quelque chose y est établi.
        ['2026-12-15', { etat: 'prouve', emargee: true }],
      ]),
    } as never,
    new Date('2026-11-26T09:00:00Z'),
  )
  expect(zones[1]?.arrets.map((a) => [a.iso, ...a.etats, a.comment, a.manque])).toEqual([
    ['2026-11-24', 'prouve', undefined, undefined],
    ['2026-11-25', 'partiel', undefined, '1 sur 2'],
    ['2026-12-08', 'sans-objet', 'ne se tient pas', undefined],
    ['2026-12-15', 'prouve', undefined, undefined],
  ])
  // Quatre-vingt-dix jours après le 25 novembre.
  expect(zones[2]?.arrets.at(-1)).toMatchObject({ libelle: 'Clôture', iso: '2027-02-23' })
})
