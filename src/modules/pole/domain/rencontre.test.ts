import { describe, expect, it } from 'vitest'
import { amendable, recitOuvert } from './compte-rendu.ts'
import {
  accepterReponse,
  annulable,
  direTenue,
  lireThemes,
  ordreDuJourOuvert,
  personneNommee,
  peseeOuverte,
  presencesOuvertes,
  THEMES_MAX,
  tourDeTableOuvert,
} from './rencontre.ts'

const code = (r: { ok: boolean; error?: { code: string } }) => (r.ok ? 'ok' : r.error?.code)
const hier = new Date('2026-11-27T09:00:00Z')
const demain = new Date('2026-11-29T09:00:00Z')
const le = new Date('2026-11-28T09:00:00Z')

describe('répondre à une invitation', () => {
  const u = { etat: 'convoquee', jauge: 2 } as const
  it('un « oui » prend une place tant qu’il en reste', () => {
    expect(code(accepterReponse(u, 'oui', { prises: 1, mienne: false }))).toBe('ok')
    expect(code(accepterReponse(u, 'oui', { prises: 2, mienne: false }))).toBe('complete')
  })
  it('qui avait dit oui le redit, et les autres réponses ne prennent pas de place', () => {
    expect(code(accepterReponse(u, 'oui', { prises: 2, mienne: true }))).toBe('ok')
    expect(code(accepterReponse(u, 'peut-etre', { prises: 2, mienne: false }))).toBe('ok')
    expect(code(accepterReponse({ ...u, jauge: null }, 'oui', { prises: 90, mienne: false }))).toBe('ok')
  })
  it.each(['dates', 'tenue', 'annulee'] as const)('une rencontre « %s » n’attend pas de réponse', (etat) => {
    expect(code(accepterReponse({ etat, jauge: null }, 'non', { prises: 0, mienne: false }))).toBe('close')
  })
})

describe('ce qu’une rencontre permet, état par état', () => {
  it.each([
    ['dates', 'ok', 'ok', 'pas-tenue', 'ok'],
    ['convoquee', 'ok', 'ok', 'pas-tenue', 'ok'],
    ['tenue', 'passee', 'ok', 'ok', 'tenue'],
    ['annulee', 'passee', 'annulee', 'pas-tenue', 'ok'],
  ] as const)(
    '« %s » : ordre du jour %s, tour de table %s, présences %s, annulation %s',
    (etat, o, t, p, a) => {
      expect(code(ordreDuJourOuvert({ etat }))).toBe(o)
      expect(code(tourDeTableOuvert({ etat }))).toBe(t)
      expect(code(presencesOuvertes({ etat }))).toBe(p)
      expect(code(annulable({ etat }))).toBe(a)
    },
  )
  it('devient tenue une fois commencée, une seule fois, et jamais annulée', () => {
    expect(direTenue({ etat: 'convoquee', debut: hier }, le)).toEqual({ ok: true, value: 'tenue' })
    expect(direTenue({ etat: 'tenue', debut: hier }, le)).toEqual({ ok: true, value: 'deja' })
    expect(code(direTenue({ etat: 'convoquee', debut: demain }, le))).toBe('a-venir')
    expect(code(direTenue({ etat: 'annulee', debut: hier }, le))).toBe('annulee')
    expect(code(direTenue({ etat: 'dates', debut: null }, le))).toBe('annulee')
  })
})

describe('le compte rendu', () => {
  it.each([
    ['brouillon', 'ok', 'ferme', 'ok'],
    ['amendement', 'ok', 'ok', 'ok'],
    ['valide', 'valide', 'ferme', 'validee'],
    ['publie', 'valide', 'ferme', 'validee'],
  ] as const)('« %s » : récit %s, amendement %s, pesée %s', (compteRendu, r, a, p) => {
    expect(code(recitOuvert({ compteRendu }))).toBe(r)
    expect(code(amendable({ compteRendu }))).toBe(a)
    expect(code(peseeOuverte({ etat: 'tenue', compteRendu }))).toBe(p)
  })
  it('une rencontre annulée ne se pèse pas', () => {
    expect(code(peseeOuverte({ etat: 'annulee', compteRendu: 'brouillon' }))).toBe('annulee')
  })
})

describe('nommer les thèmes', () => {
  it('garde l’ordre, ôte les doubles et ceux qui y sont déjà, aux accents près', () => {
    expect(lireThemes('Énergie\n  Achats \n\nénergie\nAchats\nLaine', ['energie'])).toEqual({
      ok: true,
      value: ['Achats', 'Laine'],
    })
  })
  it('refuse le quarante et unième, et un thème trop long', () => {
    const connus = Array.from({ length: THEMES_MAX }, (_, i) => `thème ${i}`)
    expect(code(lireThemes('un de plus', connus))).toBe('nombre')
    expect(code(lireThemes('thème 3', connus))).toBe('ok')
    expect(code(lireThemes('x'.repeat(161), []))).toBe('long')
  })
})

describe('nommer une personne', () => {
  const connues = [{ nom: 'Rosa Ba' }, { nom: 'Rosa Bastien' }]
  it('par son nom, ou son nom puis sa coopérative, sans accents ni majuscules', () => {
    expect(personneNommee('rosa ba, Les Tisserands', connues)).toBe(connues[0])
    expect(personneNommee(' ROSA  BASTIEN ', connues)).toBe(connues[1])
  })
  it('un nom que personne ne porte ne désigne personne', () => {
    expect(personneNommee('Rosa', connues)).toBeUndefined()
    expect(personneNommee('Rosa Ba Les Tisserands', connues)).toBeUndefined()
  })
})
