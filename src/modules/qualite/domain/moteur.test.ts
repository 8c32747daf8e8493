import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cadre, Mesure } from './controle.ts'
import { controles } from './controles/index.ts'
import { composerScore, compterEtats, type Jugement, pronostic, type Score } from './moteur.ts'
import { enLettres } from './mots.ts'
import { verifierEntree } from './parcours.ts'
import { registreDe, registres, verifierLigne } from './registres.ts'

const jour = '2026-11-24'
const cadre = (c: Partial<Cadre> = {}): Cadre => ({
  genre: 'surveillance',
  auditLe: '2027-01-26',
  depuis: '2026-01-01',
  categories: ['AF'],
  situation: [],
  ...c,
})
const mesure = (code: string, tenus: number, total: number): Mesure => ({
  code,
  total,
  tenus,
  declares: 0,
  du: null,
  au: null,
  apresCoup: 0,
  pire: tenus < total ? { code, objet: 'x', session: null, qui: null, quoi: 'il manque', jour: null } : null,
})
const toutes = (tenus: number, total: number) => controles.map((c) => mesure(c.code, tenus, total))
const juger = (indicateur: number, etat: Jugement['etat'], t: Partial<Jugement> = {}): Jugement => ({
  id: `${indicateur}`,
  indicateur,
  version: '2026-728',
  etat,
  motif: 'Trois dossiers relus.',
  vautJusqu: '2027-06-30',
  jugeLe: new Date('2026-11-01T09:00:00Z'),
  par: null,
  ...t,
})
const score = (m: readonly Mesure[], c: Partial<Cadre> = {}, j: readonly Jugement[] = []): Score => {
  const s = composerScore(cadre(c), m, j, jour)
  if (!s) throw new Error('sans grille')
  return s
}
const etatDe = (s: Score, n: number) => s.indicateurs.find((i) => i.indicateur.numero === n)?.etat

describe('la grille suit le jour de l’audit et le certificat', () => {
  it('le 31 octobre 2026, trente-deux indicateurs ; le lendemain, trente-trois, et ce que le décret ajoute', () => {
    const cfa = { categories: ['CFA'] as const, situation: ['sous-traitance'] as const }
    const [avant, apres] = [
      score([], { ...cfa, auditLe: '2026-10-31' }),
      score([], { ...cfa, auditLe: '2026-11-01' }),
    ]
    expect([avant.indicateurs.length, apres.indicateurs.length]).toEqual([32, 33])
    const codes = (s: Score, n: number) =>
      s.indicateurs.find((i) => i.indicateur.numero === n)?.constats.map((c) => c.controle.code)
    expect([codes(avant, 12), codes(apres, 12)]).toEqual([
      ['12a', '12b'],
      ['12a', '12b', '12c', '12d', '12e'],
    ])
    expect([codes(avant, 33), codes(apres, 33)]).toEqual([undefined, ['33a', '33b', '33c']])
  })
  it('avant le 8 mars 2024, aucune grille', () =>
    expect(composerScore(cadre({ auditLe: '2024-03-07' }), [], [], jour)).toBeUndefined())
  it('ce qui est hors du cadre garde sa raison', () => {
    const hors = new Map(score([]).hors.map((h) => [h.indicateur.numero, h.motif]))
    expect([hors.get(33), hors.get(27), hors.get(7)]).toEqual([
      'pas d’apprentissage',
      'ni sous-traitance, ni portage',
      'aucune certification préparée',
    ])
  })
})

describe('les faits, puis les personnes', () => {
  it('tout tenu : prouvé ; rien de tenu : manquant ; entre les deux : partiel', () => {
    expect(etatDe(score(toutes(4, 4)), 4)).toBe('prouve')
    expect(etatDe(score(toutes(0, 4)), 4)).toBe('manquant')
    expect(etatDe(score(toutes(3, 4)), 4)).toBe('partiel')
  })
  it('un indice qui manque ne défait rien, et se dit', () => {
    const s = score([...toutes(2, 2).filter((m) => m.code !== '11b'), mesure('11b', 0, 2)])
    const j = s.indicateurs.find((i) => i.indicateur.numero === 11)
    expect([j?.etat, j?.pire?.controle.code]).toEqual(['prouve', '11b'])
  })
  it('ce qu’aucun fait ne porte reste à juger ; un jugement conclut, pour un temps, et pour sa version', () => {
    const faits = toutes(2, 2)
    expect(etatDe(score(faits), 19)).toBe('a-juger')
    expect(etatDe(score(faits, {}, [juger(19, 'prouve')]), 19)).toBe('prouve')
    expect(etatDe(score(faits, {}, [juger(19, 'prouve', { vautJusqu: '2026-11-23' })]), 19)).toBe('a-juger')
    expect(etatDe(score(faits, {}, [juger(19, 'prouve', { version: 'V9' })]), 19)).toBe('a-juger')
    const revenue = juger(19, 'partiel', { id: 'b', jugeLe: new Date('2026-11-02T09:00:00Z') })
    expect(etatDe(score(faits, {}, [revenue, juger(19, 'prouve')]), 19)).toBe('partiel')
  })
  it('un jugement ne comble jamais un trou ; il peut en ouvrir un', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 })), {
          minLength: controles.length,
          maxLength: controles.length,
        }),
        fc.array(
          fc.record({
            n: fc.integer({ min: 1, max: 33 }),
            etat: fc.constantFrom('prouve', 'partiel', 'manquant'),
          }),
        ),
        (nombres, avis) => {
          const faits = controles.map((c, i) => {
            const [tenus, total] = nombres[i] ?? [0, 1]
            return mesure(c.code, Math.min(tenus, total), total)
          })
          const rang = { prouve: 0, declare: 0, 'sans-objet': 0, 'a-juger': 0, partiel: 1, manquant: 2 }
          const [nu, juge] = [
            score(faits),
            score(
              faits,
              {},
              avis.map((a) => juger(a.n, a.etat as Jugement['etat'])),
            ),
          ]
          for (const [i, j] of juge.indicateurs.entries())
            expect(rang[j.etat]).toBeGreaterThanOrEqual(rang[nu.indicateurs[i]?.etat ?? 'prouve'])
        },
      ),
    ))
  it('ce qui n’est que déclaré n’est ni prouvé ni troué ; une personne qui l’a vu peut l’appuyer, et le signe', () => {
    const dit = toutes(1, 2).map((m) => ({ ...m, declares: 1 }))
    expect(etatDe(score(dit), 26)).toBe('declare')
    expect(pronostic(score(dit)).majeurs).not.toContain(26)
    expect(pronostic(score(dit)).declares).toContain(26)
    expect(etatDe(score(dit, {}, [juger(26, 'prouve')]), 26)).toBe('prouve')
    expect(etatDe(score([...toutes(0, 2).map((m) => ({ ...m, declares: 1 }))]), 26)).toBe('partiel')
  })
  it('le même compte d’états, quoi qu’il arrive : aucun indicateur ne se perd', () =>
    fc.assert(
      fc.property(fc.subarray(controles.map((c) => mesure(c.code, 1, 2))), (m) => {
        const n = compterEtats(score(m))
        expect(Object.values(n).reduce((a, b) => a + b, 0)).toBe(33)
      }),
    ))
})

describe('une situation de travail dite, et dont aucun fait ne parle', () => {
  const stage = { situation: ['situation-de-travail'] as const }
  it('un échange avec un métier ne prouve pas seul le 28 : la convention de stage se montre, une personne conclut', () => {
    const s = score([mesure('28b', 1, 1)], stage)
    expect(etatDe(s, 28)).toBe('a-juger')
    expect(pronostic(s).aJuger).toContain(28)
    expect(etatDe(score([mesure('28b', 1, 1)], stage, [juger(28, 'prouve')]), 28)).toBe('prouve')
  })
  it('une Afest écrite avant le premier jour le prouve, une qui manque le troue', () => {
    const avec = (tenus: number) => score([mesure('28a', tenus, 2), mesure('28b', 1, 1)], stage)
    expect([etatDe(avec(2), 28), etatDe(avec(1), 28)]).toEqual(['prouve', 'partiel'])
  })
})

describe('ce que la liste officielle permet', () => {
  it('un partiel sur un indicateur gradable est un mineur ; ailleurs, un majeur ; cinq mineurs basculent', () => {
    const p = pronostic(score(toutes(1, 2)))
    expect(p.mineurs).toEqual(expect.arrayContaining([1, 2, 8, 9]))
    expect(p.majeurs).toEqual(expect.arrayContaining([4, 11, 21, 22]))
    expect(p.bascule).toBe(true)
    expect(pronostic(score(toutes(2, 2)))).toMatchObject({ majeurs: [], mineurs: [], bascule: false })
  })
  it('une source partagée ne prouve rien : sans décision d’ici, la veille reste vide', () => {
    expect(etatDe(score([mesure('23a', 0, 4)]), 23)).toBe('manquant')
    expect(verifierLigne('veille-legale', { source: 'note du pôle', decision: 'agir' })?.champ).toBe('motif')
    expect(verifierLigne('veille-legale', { source: 'note du pôle', decision: 'a-etudier' })).toBeUndefined()
  })
})

describe('ce qui s’écrit dans les registres et les parcours', () => {
  it('chaque registre qu’un contrôle nomme existe, et chaque registre sert un contrôle', () => {
    const nommes = new Set(controles.flatMap((c) => c.registre ?? []))
    expect([...nommes].filter((r) => !registreDe(r))).toEqual([])
    expect(Object.keys(registres).filter((r) => !nommes.has(r))).toEqual([])
    expect(registreDe('toString')).toBeUndefined()
  })
  it.each([
    ['action', { closeLe: '2026-11-01' }, 'effet'],
    ['action', { closeLe: '2026-11-01', effet: 'Plus un seul' }, 'indicateur'],
    ['action', { closeLe: '2026-11-01', effet: 'Plus un seul', indicateur: ' ' }, 'indicateur'],
    ['action', { closeLe: '2026-11-01', effet: 'Plus un seul', indicateur: '0' }, 'indicateur'],
    ['action', { closeLe: '2026-11-01', effet: 'Plus un seul', indicateur: '30' }, undefined],
    ['resultat', { effectif: '10', repondants: '12' }, 'repondants'],
    ['risque', { niveau: 'eleve' }, 'mesure'],
    ['risque', { niveau: 'faible' }, undefined],
  ])('%s %j : reprend %s', (genre, contenu, champ) =>
    expect(verifierLigne(genre, contenu)?.champ).toBe(champ),
  )
  const entree = {
    recueilliLe: '2026-11-01',
    positionneLe: null,
    moyen: null,
    resultat: '',
    decision: null,
    decisionDetail: '',
  }
  const faite = { ...entree, positionneLe: '2026-11-02', moyen: 'test', resultat: 'A2', decision: 'aucune' }
  it.each([
    [entree, undefined],
    [faite, undefined],
    [{ ...entree, recueilliLe: '2026-11-25' }, 'recueilliLe'],
    [{ ...faite, positionneLe: '2026-11-25' }, 'positionneLe'],
    [{ ...faite, moyen: null }, 'moyen'],
    [{ ...faite, resultat: '' }, 'resultat'],
    [{ ...faite, decision: null }, 'decision'],
    [{ ...entree, decision: 'aucune' }, 'positionneLe'],
    [{ ...faite, decision: 'adapter' }, 'decisionDetail'],
    [{ ...faite, decision: 'adapter', decisionDetail: 'Deux séances' }, undefined],
  ])('entrée %# : reprend %s', (e, champ) => expect(verifierEntree(e, jour)?.champ).toBe(champ))
  it('les nombres d’un titre s’écrivent en lettres', () =>
    expect([enLettres(0), enLettres(17), enLettres(33), enLettres(34)]).toEqual([
      'zéro',
      'dix-sept',
      'trente-trois',
      '34',
    ]))
})
