import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { direAudit, direLigneQuiFinit, genresATerme } from './echeances.ts'

const net = (o: { chose: string; suite: string }) => `${o.chose}${o.suite}`.replace(/\u00a0/g, ' ')

describe('les dates de la qualité', () => {
  it('un curriculum vitæ se dit par la personne, une habilitation par son titre', () => {
    expect(net(direLigneQuiFinit({ genre: 'cv', titre: 'v3', rattachee: 'Bastien Lourdel' }))).toBe(
      'CV de Bastien Lourdel : il aura vingt-quatre mois.',
    )
    expect(net(direLigneQuiFinit({ genre: 'habilitation', titre: 'CléA', rattachee: 'Certif' }))).toBe(
      'Habilitation « CléA » : elle expire.',
    )
  })
  it('chaque registre à terme a sa phrase', () => {
    for (const genre of genresATerme)
      expect(direLigneQuiFinit({ genre, titre: 't', rattachee: '' }).suite).not.toContain('son terme')
  })
  it.each([
    ['2027-01-26', 'Audit de surveillance, dans 63 jours.'],
    ['2026-11-25', 'Audit de surveillance, dans 1 jour.'],
    ['2026-11-24', 'Audit de surveillance, aujourd’hui.'],
  ])('l’audit du %s', (le, attendu) => {
    expect(net(direAudit('surveillance', le as DateCivile, '2026-11-24' as DateCivile))).toBe(attendu)
  })
})
