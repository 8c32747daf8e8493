import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { changerEtat, type EtatSession, etatGarde, type Garde, gardes, transitions } from './etats.ts'
import { type Plan, planifierSession } from './planifier-session.ts'
import {
  type Creneau,
  chevauchements,
  demiJourneeDe,
  dureeMinutes,
  scinder,
  seChevauchent,
  validerSeance,
} from './seance.ts'

const d = (t: string): DateCivile => {
  const date = dateCivile(t)
  if (!date) throw new Error(t)
  return date
}
const h = (heures: number): number => heures * 60
const c = (debut: number, fin: number, reste: Partial<Creneau> = {}): Creneau => ({
  date: d('2026-11-24'),
  debut,
  fin,
  zone: 'Europe/Paris',
  ...reste,
})
const code = (creneau: Creneau) => {
  const r = validerSeance(creneau)
  return r.ok ? 'ok' : r.error.code
}

describe('une séance est une demi-journée au plus', () => {
  it.each([
    [h(9), h(12.5), 'ok'],
    [h(11), h(14), 'ok'],
    [h(12), h(15), 'ok'],
    [h(11.5), h(14.5), 'traverse-midi'],
    [h(9), h(17), 'traverse-midi'],
    [h(13), h(18), 'ok'],
    [h(13), h(18) + 1, 'trop-longue'],
    [h(7), h(12) + 1, 'trop-longue'],
    [h(12), h(9), 'creneau-inverse'],
    [h(9), h(9), 'creneau-inverse'],
    [h(20), 1441, 'hors-du-jour'],
    [-1, h(3), 'hors-du-jour'],
    [9.5, h(3), 'hors-du-jour'],
    [h(22), 1440, 'ok'],
  ])('de la minute %d à %d : %s', (debut, fin, attendu) => expect(code(c(debut, fin))).toBe(attendu))
  it('9 h – 17 h se propose en matin et après-midi', () => {
    const r = validerSeance(c(h(9), h(17)))
    expect(r.ok ? [] : r.error.proposition?.map((p) => [p.debut, p.fin])).toEqual([
      [540, 750],
      [810, 1020],
    ])
  })
  it.each([
    [h(9), 'matin'],
    [h(13) - 1, 'matin'],
    [h(13), 'apres-midi'],
    [h(18), 'soiree'],
  ] as const)('la minute %d est %s', (debut, attendu) =>
    expect(demiJourneeDe(c(debut, debut + 60))).toBe(attendu),
  )
  it('12 h 30 – 16 h est de l’après-midi : le matin a déjà sa feuille', () => {
    expect(demiJourneeDe(c(h(12) + 30, h(16)))).toBe('apres-midi')
    expect(demiJourneeDe(c(h(12), h(14)))).toBe('matin')
    expect(demiJourneeDe(c(h(10), h(13)))).toBe('matin')
  })
  it('toute scission donne des séances recevables, sans chevauchement, dans les bornes', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }), (debut, duree) => {
        const tout = c(debut, Math.min(1440, debut + duree))
        const parts = scinder(tout)
        expect(parts.map(code)).toEqual(parts.map(() => 'ok'))
        for (const [i, p] of parts.entries())
          expect(p.debut).toBeGreaterThanOrEqual(parts[i - 1]?.fin ?? tout.debut)
        expect(parts.at(-1)?.fin).toBe(tout.fin)
        expect(parts.reduce((t, p) => t + dureeMinutes(p), 0)).toBeLessThanOrEqual(dureeMinutes(tout))
      }),
    ))
})

describe('les chevauchements', () => {
  it('deux séances qui se touchent ne se chevauchent pas', () => {
    expect(seChevauchent(c(h(9), h(12)), c(h(12), h(15)))).toBe(false)
    expect(seChevauchent(c(h(9), h(12)), c(h(12) - 1, h(15)))).toBe(true)
  })
  it('9 h à Paris et 12 h à La Réunion sont le même moment en hiver', () =>
    expect(seChevauchent(c(h(9), h(10)), c(h(12), h(13), { zone: 'Indian/Reunion' }))).toBe(true))
  it('le balayage trouve exactement les paires que trouve la comparaison deux à deux', () => {
    const une = fc.record({
      debut: fc.integer({ min: 0, max: 1200 }),
      duree: fc.integer({ min: 1, max: 240 }),
      r: fc.subarray(['salle', 'marc', 'lea']),
    })
    fc.assert(
      fc.property(fc.array(une, { maxLength: 12 }), (liste) => {
        const occ = liste.map((o, i) => ({
          id: `s${i}`,
          creneau: c(o.debut, o.debut + o.duree),
          ressources: o.r,
        }))
        const cle = (a: string, b: string, r: string) => `${[a, b].sort().join('/')}@${r}`
        const attendus = new Set<string>()
        for (const a of occ)
          for (const b of occ)
            for (const r of a.ressources)
              if (a.id < b.id && b.ressources.includes(r) && seChevauchent(a.creneau, b.creneau))
                attendus.add(cle(a.id, b.id, r))
        expect(new Set(chevauchements(occ).map((x) => cle(x.a, x.b, x.ressource)))).toEqual(attendus)
      }),
    )
  })
})

describe('planifier une session', () => {
  const seance = (id: string, creneau: Creneau) => ({ id, creneau, ressources: ['marc'] })
  const plan = (p: Partial<Plan>): Plan => ({
    seances: [seance('b', c(h(14), h(17))), seance('a', c(h(9), h(12)))],
    effectifMax: 12,
    placesSalle: 12,
    territoire: 'metropole',
    occupations: [],
    ...p,
  })
  const codes = (p: Partial<Plan>) => {
    const r = planifierSession(plan(p))
    return r.ok ? r.value.avertissements.map((a) => a.code) : r.error.map((e) => e.code)
  }
  it('rend les bords, la durée et l’ordre', () =>
    expect(planifierSession(plan({}))).toMatchObject({
      ok: true,
      value: {
        debut: '2026-11-24',
        fin: '2026-11-24',
        minutes: 360,
        seances: [{ id: 'a' }, { id: 'b' }],
        avertissements: [],
      },
    }))
  const ferie = { seances: [seance('a', c(h(9), h(12), { date: d('2026-07-14') }))] }
  const dimanche = { seances: [seance('a', c(h(9), h(12), { date: d('2026-11-29') }))] }
  it('deux séances du même plan qui se chevauchent se nomment l’une l’autre', () => {
    const r = planifierSession(plan({ seances: [seance('a', c(h(9), 750)), seance('b', c(h(12), h(14)))] }))
    const refusee = r.ok ? undefined : r.error[0]
    expect(refusee).toMatchObject({ code: 'deja-occupe', seance: 'b', avec: 'a' })
    expect(refusee?.phrase).toMatch(
      /^Chevauche une autre séance de cette session\s: .+, 9\sh\s–\s12\sh\s30\.$/,
    )
  })
  it.each<[string, Partial<Plan>, string[]]>([
    ['aucune séance', { seances: [] }, ['sans-seance']],
    ['zéro personne', { effectifMax: 0 }, ['effectif-invalide']],
    ['salle trop petite', { placesSalle: 8 }, ['salle-trop-petite']],
    ['séance trop longue', { seances: [seance('a', c(h(9), h(17)))] }, ['seance-invalide']],
    ['14 juillet sans motif', ferie, ['jour-chome-sans-motif']],
    ['14 juillet motivé', { ...ferie, motifJourChome: 'demande du client' }, ['jour-ferie']],
    ['dimanche motivé', { ...dimanche, motifJourChome: 'stage' }, ['dimanche']],
    [
      'intervenant pris',
      { occupations: [{ id: 'x', creneau: c(h(11), h(13)), ressources: ['marc'] }] },
      ['deja-occupe'],
    ],
    ['autre intervenant', { occupations: [{ id: 'x', creneau: c(h(11), h(13)), ressources: ['lea'] }] }, []],
    [
      'la même séance, déjà enregistrée',
      { occupations: [{ id: 'a', creneau: c(h(9), h(12)), ressources: ['marc'] }] },
      [],
    ],
    [
      'deux conflits d’autres sessions',
      {
        occupations: [
          { id: 'x', creneau: c(h(6), h(7)), ressources: ['z'] },
          { id: 'y', creneau: c(h(6), h(7)), ressources: ['z'] },
        ],
      },
      [],
    ],
  ])('%s : %j', (_, p, attendus) => expect(codes(p)).toEqual(attendus))
  it('le 20 décembre n’est férié qu’à La Réunion', () => {
    const seances = [seance('a', c(h(9), h(12), { date: d('2027-12-20'), zone: 'Indian/Reunion' }))]
    expect(codes({ seances, territoire: 'reunion' })).toEqual(['jour-chome-sans-motif'])
    expect(codes({ seances })).toEqual([])
  })
})

describe('les états d’une session', () => {
  const toutes = Object.keys(gardes) as Garde[]
  const oui = Object.fromEntries(toutes.map((g) => [g, true]))
  const etats = Object.keys(transitions) as EtatSession[]
  it('le chemin ordinaire mène du brouillon aux archives', () => {
    const chemin: EtatSession[] = [
      'brouillon',
      'ouverte',
      'confirmee',
      'en-cours',
      'terminee',
      'cloturee',
      'archivee',
    ]
    for (const [i, de] of chemin.entries()) {
      const vers = chemin[i + 1]
      if (vers)
        expect(changerEtat(de, vers, oui)).toEqual({
          ok: true,
          value: { etat: vers, motif: null, derogation: null, nonVerifiees: [] },
        })
    }
  })
  it('une garde sans module est non vérifiable, jamais satisfaite, et se dit', () => {
    for (const g of toutes) expect(etatGarde(g, {})).toBe('non-verifiable')
    expect(
      changerEtat('terminee', 'cloturee', { 'certificats-emis': true, 'creneaux-statues': true }),
    ).toMatchObject({
      value: { nonVerifiees: ['acquis-evalues', 'factures-emises', 'controles-leves', 'bilan-fait'] },
    })
  })
  it('chaque garde, fausse, arrête le passage et le dit', () => {
    for (const de of etats)
      for (const t of transitions[de])
        for (const g of t.gardes)
          expect(changerEtat(de, t.vers, { ...oui, [g]: false }, t.motif ? 'motif' : '')).toMatchObject({
            error: { code: 'gardes-non-satisfaites', manquent: [g] },
          })
  })
  it('l’effectif manquant se lève par une décision motivée, qui se garde ; rien d’autre ne se lève', () => {
    expect(changerEtat('ouverte', 'confirmee', { ...oui, 'effectif-atteint': false }, ' ')).toMatchObject({
      error: { manquent: ['effectif-atteint'] },
    })
    expect(
      changerEtat('ouverte', 'confirmee', { ...oui, 'effectif-atteint': false }, 'le client y tient'),
    ).toMatchObject({ value: { etat: 'confirmee', motif: null, derogation: 'le client y tient' } })
    expect(
      changerEtat('ouverte', 'confirmee', { ...oui, 'formateur-affecte': false }, 'le client y tient'),
    ).toMatchObject({ error: { manquent: ['formateur-affecte'] } })
  })
  it('annuler, reporter, interrompre demandent un motif', () => {
    expect(changerEtat('ouverte', 'annulee', oui, ' ')).toMatchObject({ error: { code: 'motif-exige' } })
    expect(changerEtat('ouverte', 'reportee', oui, 'grève des trains')).toMatchObject({
      value: { motif: 'grève des trains' },
    })
  })
  it('tout passage non écrit est refusé', () => {
    for (const de of etats)
      for (const vers of etats)
        if (!transitions[de].some((t) => t.vers === vers))
          expect(changerEtat(de, vers, oui, 'motif')).toMatchObject({
            error: { code: 'transition-impossible' },
          })
  })
})
