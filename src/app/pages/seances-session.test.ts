import { expect, it } from 'vitest'
import { Seances } from './seances-session.tsx'

const seance = (id: string, x: Readonly<Record<string, unknown>>) => ({
  id,
  jour: '2026-11-24',
  demiJournee: 'apres-midi',
  debutMinutes: 810,
  finMinutes: 1020,
  motifJour: null,
  lieu: null,
  modalite: null,
  salles: [],
  intervenants: [{ prenom: 'Tom', nom: 'Okafor' }],
  ...x,
})

it('une demi-journée coupée dit à quelle heure elle s’est arrêtée, et qui l’animait ; suspendue, qu’elle ne se tient pas', () => {
  const html = String(
    Seances({
      session: {
        id: 's',
        etat: 'interrompue',
        seances: [
          seance('coupee', { tenue: false, arreteeA: 905 }),
          seance('suspendue', { tenue: false }),
          seance('tenue', { tenue: true }),
        ],
      } as never,
      faits: { seances: new Map() } as never,
      planifie: false,
    }),
  ).replace(/\s/g, ' ')
  expect(html.match(/arrêtée à 15 h 05, Tom Okafor/g)).toHaveLength(1)
  expect(html.match(/ne se tient pas/g)).toHaveLength(1)
  expect(html.match(/Tom Okafor/g)).toHaveLength(2)
})
