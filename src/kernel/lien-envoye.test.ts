import { describe, expect, it } from 'vitest'
import { etatDuLien, type SortDuCourriel } from './lien-envoye.ts'

const le = new Date('2026-11-24T08:00:00Z')
const avant = new Date('2026-11-24T07:00:00Z')
const apres = new Date('2026-11-24T09:00:00Z')
const ne = { id: 'v', envois: 1, envoyeeLe: le }
const attendu = { id: 'v', envois: 0, envoyeeLe: null }
const journal = (...lignes: readonly (readonly [string, SortDuCourriel['etat'], Date?])[]) =>
  new Map(
    lignes.map(([id, etat, quand = le]) => [id, { etat, pourquoi: 'les envois étaient arrêtés', le: quand }]),
  )

describe('où en est un lien', () => {
  it.each([
    ['n’existe pas', undefined, journal(), { etat: 'aucun' }],
    ['va partir, ou naître', attendu, journal(), { etat: 'en-route' }],
    ['part', attendu, journal(['v-1', 'en-cours']), { etat: 'en-route' }],
    ['attend un serveur muet', attendu, journal(['v-1', 'attente']), { etat: 'en-attente' }],
    ['est parti', ne, journal(['v-1', 'parti']), { etat: 'envoye', le }],
    ['fut préparé, sans courriel', ne, journal(), { etat: 'prepare', le }],
    ['fut préparé après un courriel retenu', ne, journal(['v-1', 'retenu', avant]), { etat: 'prepare', le }],
    ['fut préparé après un refus du serveur', ne, journal(['v-1', 'refuse', avant]), { etat: 'prepare', le }],
    ['repart', ne, journal(['v-1', 'parti'], ['v-2', 'en-cours']), { etat: 'en-route' }],
    ['est né, et nul journal ne dit comment', ne, undefined, { etat: 'ne', le }],
  ] as const)('il %s', (_, lien, courriels, attendu) => {
    expect(etatDuLien(lien, courriels)).toEqual(attendu)
  })

  it.each([
    ['jamais parti : les envois sont arrêtés', attendu, journal(['v-1', 'retenu']), false],
    ['renvoyé, il n’est pas reparti', ne, journal(['v-1', 'parti'], ['v-2', 'refuse']), false],
    ['parti, puis revenu', ne, journal(['v-1', 'refuse', apres]), true],
  ] as const)('%s : il n’est pas remis, et l’on sait pourquoi', (_, lien, courriels, revenu) => {
    expect(etatDuLien(lien, courriels)).toEqual({
      etat: 'non-remis',
      revenu,
      pourquoi: 'les envois étaient arrêtés',
    })
  })
})
