import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { avancerCompteRendu, enRetard, etatsDuCompteRendu } from './compte-rendu.ts'

const le = new Date('2026-03-20T10:00:00Z')
const reunion = {
  etat: 'tenue',
  recit: 'Nous étions trente.',
  compteRendu: 'brouillon',
  amendementLe: null,
} as const
const il_y_a = (jours: number) => new Date(le.getTime() - jours * 86_400_000)

describe('le compte rendu', () => {
  it('passe du brouillon à l’amendement, puis, sept jours après, à la validation, puis à la publication', () => {
    expect(avancerCompteRendu(reunion, 'amendement', le).ok).toBe(true)
    const amende = { ...reunion, compteRendu: 'amendement' } as const
    expect(avancerCompteRendu({ ...amende, amendementLe: il_y_a(6.9) }, 'valide', le)).toMatchObject({
      error: { code: 'amendement-en-cours' },
    })
    expect(avancerCompteRendu({ ...amende, amendementLe: il_y_a(7) }, 'valide', le).ok).toBe(true)
    expect(avancerCompteRendu({ ...reunion, compteRendu: 'valide' }, 'publie', le).ok).toBe(true)
  })
  it('revient au brouillon tant qu’il s’amende, jamais après', () => {
    for (const de of etatsDuCompteRendu)
      expect(avancerCompteRendu({ ...reunion, compteRendu: de }, 'brouillon', le).ok).toBe(
        de === 'amendement',
      )
  })
  it('ne s’ouvre pas sans récit, ni pour une réunion qui n’a pas eu lieu', () => {
    expect(avancerCompteRendu({ ...reunion, recit: ' ' }, 'amendement', le)).toMatchObject({
      error: { code: 'recit-vide' },
    })
    expect(avancerCompteRendu({ ...reunion, etat: 'convoquee' }, 'amendement', le)).toMatchObject({
      error: { code: 'pas-tenue' },
    })
  })
})

it('un engagement est en retard le lendemain de son échéance, tant qu’il n’est ni tenu ni reporté', () => {
  const pour = '2026-03-20' as DateCivile
  expect(enRetard({ etat: 'pris', pour }, '2026-03-20' as DateCivile)).toBe(false)
  expect(enRetard({ etat: 'pris', pour }, '2026-03-21' as DateCivile)).toBe(true)
  expect(enRetard({ etat: 'tenu', pour }, '2026-03-21' as DateCivile)).toBe(false)
  expect(enRetard({ etat: 'pris', pour: null }, '2026-03-21' as DateCivile)).toBe(false)
})
