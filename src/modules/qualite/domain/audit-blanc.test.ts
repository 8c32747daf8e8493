import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { direTaille } from '#kernel/texte.ts'
import {
  conclureAudit,
  echeanceDe,
  type Fiche,
  pointsSansFiche,
  programmer,
  repasse,
  verifierFiche,
} from './audit-blanc.ts'
import type { Objet } from './controle.ts'
import { estPerime } from './fichier-joint.ts'
import { grilleAu } from './grille.ts'
import {
  estDeLEchantillon,
  piecesSansTrace,
  seLitDansLEchantillon,
  seNommeDansLEchantillon,
} from './photo.ts'

const jour = (t: string) => dateCivile(t) as DateCivile
const fiche = (point: string, conclusion: Fiche['conclusion'], rang = 1): Fiche => ({
  point,
  rang,
  conclusion,
  constat: 'Vu.',
  risque: 'Un stagiaire mal servi.',
  secondes: null,
})
const grille = (le: string, categories: readonly ('AF' | 'CBC' | 'VAE' | 'CFA')[] = ['AF']) => {
  const g = grilleAu(jour(le), categories, ['sous-traitance', 'certification'])
  if (!g) throw new Error('sans grille')
  return g
}
const surveillance = { genre: 'surveillance', nouveau: [], anciens: [] } as const

describe('le programme', () => {
  it('d’une surveillance : ce qui n’admet qu’une majeure, les anciens écarts, la marque et l’affichage', () => {
    const points = programmer(grille('2027-01-26'), { ...surveillance, anciens: [2] })
    const auProgramme = points.filter((p) => p.programme).map((p) => p.point)
    expect(auProgramme).toEqual([
      ...points.filter((p) => p.indicateur && (!p.gradable || p.point === '2')).map((p) => p.point),
      'marque',
      'affichage',
    ])
    expect(points.find((p) => p.point === '2')?.note).toContain('devient majeure')
    expect(points.find((p) => p.point === '1')?.programme).toBe(false)
  })
  it('d’un nouvel entrant, ou d’un renouvellement : tout', () => {
    for (const audit of [
      { ...surveillance, nouveau: ['AF'] },
      { ...surveillance, genre: 'renouvellement' as const },
    ])
      expect(programmer(grille('2027-01-26'), audit).every((p) => p.programme)).toBe(true)
    expect(
      programmer(grille('2027-01-26'), { ...surveillance, genre: 'initial', nouveau: ['AF'] }).some(
        (p) =>
          p.point === 'marque' || p.note === 'Nouvel entrant : l’initial vérifie que le processus est écrit.',
      ),
    ).toBe(true)
  })
  it('suit le jour de l’audit : trente-deux indicateurs le 31 octobre 2026 pour un CFA, trente-trois le lendemain', () => {
    const nombre = (le: string) =>
      programmer(grille(le, ['AF', 'CBC', 'VAE', 'CFA']), {
        ...surveillance,
        genre: 'renouvellement',
      }).filter((p) => p.indicateur).length
    expect([nombre('2026-10-31'), nombre('2026-11-01')]).toEqual([32, 33])
  })
})

describe('une fiche', () => {
  it('ne dit pas mineur ce qui n’admet qu’une majeure, et un écart dit son risque', () => {
    const point = { intitule: 'x', gradable: false }
    expect(verifierFiche(point, fiche('11', 'mineure'))).toMatchObject({ error: { code: 'non-gradable' } })
    expect(verifierFiche(point, { conclusion: 'majeure', risque: ' ' })).toMatchObject({
      error: { code: 'sans-risque' },
    })
    expect(verifierFiche(point, fiche('11', 'majeure')).ok).toBe(true)
    expect(verifierFiche(point, { conclusion: 'tenu', risque: '' }).ok).toBe(true)
  })
  it('manque à qui n’a pas la sienne, au programme seulement', () => {
    const points = programmer(grille('2027-01-26'), surveillance)
    const reste = pointsSansFiche(points, [fiche('4', 'tenu')])
    expect(reste).not.toContain('4')
    expect(reste).not.toContain('1')
    expect(reste).toContain('affichage')
  })
})

describe('l’arithmétique des écarts', () => {
  const notifie = jour('2026-11-24')
  const audit = { genre: 'surveillance', anciens: [] } as const
  it('quatre mineures restent des mineures ; cinq valent une majeure, qui se lève sous cinq', () => {
    const mineures = ['1', '2', '8', '9', '12']
    const quatre = conclureAudit(
      audit,
      mineures.slice(1).map((p) => fiche(p, 'mineure')),
      notifie,
    )
    expect(quatre).toMatchObject({ cumul: false, nombreMajeures: 0 })
    expect(quatre.echeances).toEqual([{ quoi: 'Les mineures, mises en œuvre', le: '2027-05-24' }])
    const cinq = conclureAudit(
      audit,
      mineures.map((p) => fiche(p, 'mineure')),
      notifie,
    )
    expect(cinq).toMatchObject({ cumul: true, nombreMajeures: 1, majeures: [] })
    expect(cinq.echeances).toContainEqual({ quoi: 'Redescendre sous cinq mineures', le: '2027-02-24' })
  })
  it('une majeure : trois mois, vérifiée dans le mois qui suit ; refus à l’initial, suspension ensuite', () => {
    const dit = conclureAudit(audit, [fiche('11', 'majeure')], notifie)
    expect(dit.decision).toContain('suspension')
    expect(dit.echeances.map((e) => e.le)).toEqual(['2026-11-24', '2027-02-24', '2027-03-24'])
    expect(
      conclureAudit({ ...audit, genre: 'initial' }, [fiche('11', 'majeure')], notifie).decision,
    ).toContain('refus')
    expect(echeanceDe(dit, '11', notifie)).toBe('2027-02-24')
    expect(echeanceDe(dit, '1', notifie)).toBe('2027-05-24')
  })
  it('une mineure d’avant, retrouvée, est majeure', () => {
    expect(conclureAudit({ ...audit, anciens: [2] }, [fiche('2', 'mineure')], notifie)).toMatchObject({
      majeures: ['2'],
      mineures: [],
      requalifiees: ['2'],
    })
  })
  it('seule la dernière révision d’une fiche compte, et rien n’est jamais dit « conforme »', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('tenu' as const, 'mineure' as const, 'majeure' as const), { minLength: 1 }),
        (suite) => {
          const bilan = conclureAudit(
            audit,
            suite.map((c, i) => fiche('9', c, i + 1)),
            notifie,
          )
          expect(bilan.majeures.length + bilan.mineures.length).toBe(suite.at(-1) === 'tenu' ? 0 : 1)
          expect(bilan.decision).not.toMatch(/conforme/i)
        },
      ),
    )
  })
})

describe('une action née d’un audit', () => {
  const f = (session: string | null, tenu: boolean, le: string) => ({ session, tenu, jour: le })
  it('ne se clôt que sur un dossier né après elle, et tenu', () => {
    expect(repasse([f('a', true, '2026-10-01')], '2026-11-01')).toMatchObject({
      error: { code: 'sans-dossier' },
    })
    expect(repasse([f('a', false, '2026-10-01'), f('b', true, '2026-12-01')], '2026-11-01').ok).toBe(true)
    expect(repasse([f('b', true, '2026-12-01'), f('c', false, '2026-12-02')], '2026-11-01')).toMatchObject({
      error: { code: 'trou-neuf', phrase: expect.stringMatching(/1\sfait manque/) },
    })
  })
  it('sans dossier à regarder, quand plus rien ne manque', () => {
    expect(repasse([f(null, true, '2026-01-01')], '2026-11-01').ok).toBe(true)
    expect(repasse([f(null, false, '2026-01-01')], '2026-11-01').ok).toBe(false)
  })
})

describe('ce qui est de l’échantillon', () => {
  const dedans = {
    sessions: new Set(['s']),
    objets: new Set(['i', 'offre']),
    enseignes: new Set(['commune', 'sienne']),
  }
  const est = (
    objet: string,
    session: string | null,
    quoi: Objet,
    activite: string | null = null,
    code = '1a',
  ) => estDeLEchantillon({ code, objet, session, activite }, quoi, dedans)
  it('une session non tirée, un stagiaire non tiré, un intervenant d’ailleurs n’en sont pas', () => {
    expect(est('i', 's', 'inscription')).toBe(true)
    expect(est('x', 's', 'inscription')).toBe(false)
    expect(est('i', 'autre', 'inscription')).toBe(false)
    expect(est('x', null, 'personne')).toBe(false)
    expect(est('offre', null, 'offre')).toBe(true)
    expect(est('x', null, 'registre')).toBe(true)
  })
  it('ce qu’une enseigne écrit au registre n’en est que si une de ses sessions en est ; ce qui est à toutes y reste', () => {
    expect([est('x', null, 'registre', 'commune'), est('x', null, 'registre', 'sienne')]).toEqual([
      true,
      true,
    ])
    expect(est('x', null, 'registre', 'autre')).toBe(false)
    // Le registre des réclamations est celui de la coopérative : l’indicateur 31 le demande entier.
    expect(est('x', null, 'affaire', 'autre', '31a')).toBe(true)
  })
  it('ni une demande d’adaptation ni un signalement d’une autre enseigne n’en est ; de sa réclamation, les jours seuls', () => {
    for (const code of ['10b', '12d', '26c']) {
      expect(est('x', null, 'affaire', 'autre', code), code).toBe(false)
      expect(est('x', null, 'affaire', 'sienne', code), code).toBe(true)
    }
    expect(seNommeDansLEchantillon({ activite: 'autre' }, 'affaire', dedans)).toBe(false)
    expect(seNommeDansLEchantillon({ activite: 'sienne' }, 'affaire', dedans)).toBe(true)
    expect(seNommeDansLEchantillon({ activite: 'autre' }, 'personne', dedans)).toBe(true)
  })
  it('le règlement remis de la main à la main ne se prouve pas par sa pièce ; envoyé, ou accusé, il s’ouvre', () => {
    expect(piecesSansTrace('9b', [])).toBe(true)
    expect(piecesSansTrace('9b', [['Remis le', '05/11/2026']])).toBe(false)
    expect(piecesSansTrace('5b', [])).toBe(false)
  })
  it('ce que la coopérative doit en entier ne s’ouvre pas par les mots d’une autre enseigne', () => {
    expect(seLitDansLEchantillon('organisme', 'autre', dedans)).toBe(false)
    expect(seLitDansLEchantillon('organisme', 'commune', dedans)).toBe(true)
    // De la personne tirée, tout se lit, où que ce fût écrit.
    expect(seLitDansLEchantillon('personne', 'autre', dedans)).toBe(true)
  })
})

describe('un fichier joint', () => {
  it('vaut jusqu’au jour qu’il dit, compris', () => {
    expect(estPerime('2026-11-24', '2026-11-24')).toBe(false)
    expect(estPerime('2026-11-23', '2026-11-24')).toBe(true)
    expect(estPerime(null, '2026-11-24')).toBe(false)
    expect([direTaille(1_240_000), direTaille(12)]).toEqual(['1,2\u00a0Mo', '1\u00a0Ko'])
  })
})
