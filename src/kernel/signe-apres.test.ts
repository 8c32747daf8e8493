import { expect, it } from 'vitest'
import { signeApres } from './signe-apres.ts'

/** 9 h à La Réunion, le 7 décembre. */
const debut = new Date('2026-12-07T05:00:00Z')

it.each<[string, string, boolean, boolean]>([
  ['à l’instant du début', '2026-12-07T05:00:00Z', false, false],
  ['une minute après', '2026-12-07T05:01:00Z', false, true],
  ['sur un papier daté de ce jour', '2026-12-07T12:00:00Z', true, false],
  ['sur un papier daté du lendemain, là-bas', '2026-12-07T20:00:00Z', true, true],
])('signé %s', (_, le, surPapier, apres) => {
  expect(signeApres({ signeLe: new Date(le), surPapier }, debut, 'Indian/Reunion')).toBe(apres)
})
