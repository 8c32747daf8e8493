import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { Zone } from '#kernel/zones.ts'
import {
  debutDansLeDelai,
  direDebutDansLeDelai,
  type FaitsDuDebut,
  phraseDeDemande,
} from './debut-anticipe.ts'
import { finDeRetractation } from './retractation.ts'

const zone = 'Europe/Paris' as Zone
const signeLe = new Date('2026-11-02T09:00:00Z')
const le = new Date('2026-11-03T09:00:00Z')
const premiere = (jour: string) => ({ jour: jour as DateCivile, debut: new Date(`${jour}T08:00:00Z`) })
const faits = (d: Partial<FaitsDuDebut> = {}): FaitsDuDebut => ({
  regime: 'contrat',
  signeLe,
  retracteLe: null,
  debutAnticipeLe: null,
  delaiJours: 14,
  delai: finDeRetractation(signeLe, 14, { zone }),
  premiere: premiere('2026-11-16'),
  ...d,
})
const lisible = (t: string) => t.replaceAll('\u00a0', ' ')

describe('le premier jour, dans le délai de rétractation', () => {
  it('se dit du dernier jour du délai, et non du lendemain', () => {
    expect(debutDansLeDelai(faits(), le)).toMatchObject({ premierJour: '2026-11-16', signe: true })
    expect(debutDansLeDelai(faits({ premiere: premiere('2026-11-17') }), le)).toBeUndefined()
  })
  it.each<[string, Partial<FaitsDuDebut>, Date?]>([
    ['d’une demande expresse', { debutAnticipeLe: signeLe }],
    ['de qui s’est rétracté', { retracteLe: le }],
    ['d’une convention', { regime: 'convention' }],
    ['sans délai', { delai: null }],
    ['sans calendrier', { premiere: undefined }],
    ['d’un délai passé', {}, new Date('2026-11-17T09:00:00Z')],
    ['d’une action commencée sans signature', { signeLe: null, premiere: premiere('2026-11-03') }],
  ])('ne se dit pas %s', (_, d, quand = le) => {
    expect(debutDansLeDelai(faits(d), quand)).toBeUndefined()
  })
  it('dit le délai, sa fin, l’article et ce que cela coûte', () => {
    const d = debutDansLeDelai(faits(), le)
    expect(d && lisible(direDebutDansLeDelai(d))).toBe(
      'Le premier jour, le 16 novembre 2026, tombe avant la fin du délai de rétractation de 14 jours, le 16 novembre 2026, sans demande expresse de la personne : si elle se rétracte, rien n’est dû (C. conso., art. L221-25).',
    )
    const dix = debutDansLeDelai(
      faits({
        delaiJours: 10,
        delai: finDeRetractation(signeLe, 10, { zone }),
        premiere: premiere('2026-11-09'),
      }),
      le,
    )
    expect(dix && lisible(direDebutDansLeDelai(dix))).toMatch(
      /de 10 jours, le 12 novembre 2026.*C\. trav\., art\. L6353-5/,
    )
    const asigner = debutDansLeDelai(faits({ signeLe: null }), le)
    expect(asigner && direDebutDansLeDelai(asigner)).toMatch(/^Signé aujourd’hui/)
  })
  it('demandée, se garde en entier avec le consentement : la preuve tient six cents signes', () => {
    const d = { premierJour: '2026-09-23', dernierJour: '2026-09-23', delaiJours: 14, signe: false } as never
    // Le consentement à un contrat et ses annexes en prend deux cent vingt (`phraseDeConsentement`).
    expect(phraseDeDemande(d).length).toBeLessThanOrEqual(370)
    expect(lisible(phraseDeDemande(d))).toContain('mercredi 23 septembre 2026')
  })
})
