import { describe, expect, it } from 'vitest'
import { quiAppeler, sujets } from './contacts.ts'
import { roles } from './droits.ts'

describe('qui appeler pour quoi', () => {
  it('chaque rôle répond d’un sujet, sauf qui forme et qui audite', () => {
    const repondent = new Set<string>(sujets.map(([, role]) => role))
    expect(Object.keys(roles).filter((r) => !repondent.has(r))).toEqual(['formateur', 'auditeur'])
  })
  it('une personne à deux rôles répond deux fois, un sujet sans personne reste dit', () => {
    const hanna = { nom: 'Hanna', roles: ['comptable', 'dpo'] }
    const lignes = quiAppeler([hanna], false)
    expect(lignes.filter((l) => l.membres.includes(hanna)).map((l) => l.role)).toEqual(['comptable', 'dpo'])
    expect(lignes.find((l) => l.role === 'referent-handicap')?.membres).toEqual([])
  })
  it('l’équipe d’appui ne se dit qu’en CAE, ou si quelqu’un en a le rôle', () => {
    const dit = (membres: readonly { roles: readonly string[] }[], cae: boolean) =>
      quiAppeler(membres, cae).some((l) => l.role === 'equipe-appui')
    expect([dit([], false), dit([], true), dit([{ roles: ['equipe-appui'] }], false)]).toEqual([
      false,
      true,
      true,
    ])
  })
})
