import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plier } from '#kernel/texte.ts'
import { type Avis, natures } from '../domain/avis.ts'
import {
  avisTed,
  type Decision,
  donneesEforms,
  type Forme,
  formes,
  type Modele,
  unModele,
  xmlAncien,
  xmlEforms,
} from '../test/avis-generes.ts'
import { lireAvis } from './lire-avis.ts'

const octets = (d: unknown) => new TextEncoder().encode(typeof d === 'string' ? d : JSON.stringify(d))
const lire = (d: unknown) => {
  const r = lireAvis(octets(d))
  if (!r.ok) throw new Error(r.error.phrase)
  return r.value
}
const uneForme = fc.constantFrom(...(Object.keys(formes) as Forme[]))

/** Ce que l’avis doit dire d’une décision. */
const attendues = (lot: string, d: Decision, eforms: boolean): Avis['attributions'] => {
  const noms = d.noms.map((nom) => ({ nom }))
  if (d.genre === 'sans-suite')
    return [{ lot, titulaires: [], forme: 'a-verifier', montant: null, sansSuite: true }]
  if (d.genre === 'rangs' || (eforms && d.genre === 'inconnu'))
    return noms.map((n, i) => ({
      lot,
      titulaires: [n],
      forme: 'seul',
      montant: i === 0 ? d.montant : null,
      sansSuite: false,
    }))
  const forme = d.genre === 'groupement' ? 'groupement' : d.genre === 'seul' ? 'seul' : 'a-verifier'
  return [{ lot, titulaires: noms, forme, montant: d.montant, sansSuite: false }]
}
const attributionsDe = (m: Modele, eforms: boolean) =>
  m.nature === 'attribution'
    ? m.lots.flatMap((l) => attendues(eforms ? `LOT-000${l.id}` : l.id, l.decision, eforms))
    : []

describe('des avis aux formes publiées', () => {
  it('chacun dit ce que l’on y a mis, ni plus ni moins', () => {
    fc.assert(
      fc.property(unModele, uneForme, (m, forme) => {
        const { avis, rejets } = lire({ total_count: 1, results: [formes[forme](m)] })
        const eforms = forme === 'eforms'
        const national = ['mapa', 'dsp', 'autre'].includes(forme)
        const lots = national
          ? []
          : m.lots.map((l) => ({
              id: eforms ? `LOT-000${l.id}` : l.id,
              intitule: l.intitule,
              limite: eforms ? m.limite : null,
            }))
        const limiteDuCorps = !national || m.nature === 'marche'
        const lies = [
          ...(m.lie === null ? [] : [m.lie]),
          ...(eforms && m.noticeLiee !== null ? [`${m.noticeLiee}-01`] : []),
        ]
        const [a] = avis
        expect([rejets, avis.length]).toEqual([[], 1])
        expect({ ...a, signalements: [] }).toEqual({
          idweb: m.idweb,
          procedure: eforms ? m.procedure : null,
          objet: m.objet,
          acheteur: { nom: m.acheteur, siret: eforms || forme === 'fnsimple' ? m.siret : null },
          departements: [m.departement],
          cpv: national ? [] : [m.cpv],
          parution: m.parution,
          limite: limiteDuCorps ? m.limite : null,
          nature: m.nature,
          lots,
          lies,
          attributions: forme === 'fnsimple' ? [] : attributionsDe(m, eforms),
          signalements: [],
        })
      }),
      { numRuns: 1500 },
    )
  })
  it('en XML, l’ancien et l’eForms disent la même chose qu’en JSON', () => {
    fc.assert(
      fc.property(unModele, (m) => {
        const [ancien] = lire(xmlAncien(m)).avis
        expect(ancien).toMatchObject({
          idweb: m.idweb,
          objet: m.objet,
          departements: [m.departement],
          cpv: [m.cpv],
          parution: m.parution,
          limite: m.limite,
          nature: m.nature,
          lies: m.lie === null ? [] : [m.lie],
          attributions: attributionsDe(m, false),
        })
        const [eforms] = lire(xmlEforms(m)).avis
        const [json] = lire(donneesEforms(m)).avis
        expect(eforms).toEqual(json)
        expect(eforms).toMatchObject({
          idweb: m.notice,
          procedure: m.procedure,
          limite: m.limite,
          nature: m.nature,
        })
        expect(eforms?.attributions).toEqual(attributionsDe(m, true))
      }),
      { numRuns: 300 },
    )
  })
  it('un montant publié une fois ne se compte qu’une fois, et sa répétition se signale', () => {
    fc.assert(
      fc.property(unModele, fc.constantFrom<Forme>('ancien', 'eforms'), (m, forme) => {
        const montants = m.lots.flatMap((l) => l.decision.montant ?? [])
        fc.pre(new Set(montants).size === montants.length)
        const a = lire([formes[forme]({ ...m, nature: 'attribution' })]).avis[0]
        const somme = (a?.attributions ?? []).reduce((t, x) => t + (x.montant ?? 0), 0)
        expect(somme).toBe(m.lots.reduce((t, l) => t + (l.decision.montant ?? 0), 0))
        const plusieurs = (d: Decision) =>
          d.montant !== null && d.noms.length > 1 && (forme === 'ancien' || d.genre !== 'groupement')
        expect(a?.signalements.includes('montant-repete')).toBe(m.lots.some((l) => plusieurs(l.decision)))
      }),
      { numRuns: 500 },
    )
  })
  it('des titulaires à plusieurs rangs ou sans rôle ne sont jamais un groupement', () => {
    fc.assert(
      fc.property(unModele, uneForme, (m, forme) => {
        const dits = new Set(
          m.lots.filter((l) => l.decision.genre === 'groupement').flatMap((l) => l.decision.noms),
        )
        for (const a of lire([formes[forme](m)]).avis[0]?.attributions ?? [])
          if (a.forme === 'groupement') for (const t of a.titulaires) expect(dits).toContain(t.nom)
      }),
      { numRuns: 500 },
    )
  })
})

describe('deux mois d’avis', () => {
  const desAvis = fc.uniqueArray(unModele, { minLength: 1, maxLength: 40, selector: (m) => m.idweb })
  it('relus deux fois, par pages qui se recouvrent, n’ont pas un doublon', () => {
    fc.assert(
      fc.property(desAvis, uneForme, fc.nat(100), (modeles, forme, pas) => {
        const pages = modeles.map((m) => formes[forme](m))
        const { avis, rejets } = lire([...pages, ...pages.slice(pas % pages.length)])
        expect(avis.map((a) => a.idweb)).toEqual(modeles.map((m) => m.idweb))
        expect(rejets).toHaveLength(pages.length - (pas % pages.length))
        expect(rejets.every((r) => r.motif.startsWith('doublon de ') && r.rang >= pages.length)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
  it('le même marché au BOAMP et au TED n’en fait qu’un, celui du BOAMP', () => {
    fc.assert(
      fc.property(unModele, fc.boolean(), (m, boampDAbord) => {
        const marche = { ...m, nature: 'marche', lie: null, noticeLiee: null } as const
        const deux = [formes.eforms(marche), avisTed(marche, '443934-2026')]
        const { avis, rejets } = lire(boampDAbord ? deux : deux.toReversed())
        expect(avis.map((a) => a.idweb)).toEqual([m.idweb])
        expect(rejets.map((r) => r.motif)).toEqual([`doublon de ${m.idweb}`])
      }),
      { numRuns: 100 },
    )
  })
  it('un rectificatif et une annulation eForms trouvent l’avis qu’ils nomment, où qu’il soit dans le fichier', () => {
    fc.assert(
      fc.property(
        unModele,
        unModele,
        fc.constantFrom('rectificatif' as const, 'annulation' as const),
        fc.boolean(),
        (a, b, nature, avant) => {
          fc.pre(a.idweb !== b.idweb)
          const marche = formes.eforms({ ...a, nature: 'marche', lie: null, noticeLiee: null })
          const suite = formes.eforms({ ...b, nature, lie: null, noticeLiee: a.notice })
          const { avis } = lire(avant ? [suite, marche] : [marche, suite])
          expect(avis.find((x) => x.idweb === b.idweb)?.lies).toEqual([a.idweb])
        },
      ),
      { numRuns: 200 },
    )
  })
  it('sans avis nommé, un rectificatif se rattache au marché de sa procédure', () => {
    fc.assert(
      fc.property(unModele, unModele, (a, b) => {
        fc.pre(a.idweb !== b.idweb)
        const { avis } = lire([
          formes.eforms({ ...a, nature: 'marche', lie: null, noticeLiee: null }),
          formes.eforms({
            ...b,
            nature: 'rectificatif',
            procedure: a.procedure,
            lie: null,
            noticeLiee: null,
          }),
        ])
        expect(avis[1]?.lies).toEqual([a.idweb])
      }),
      { numRuns: 100 },
    )
  })
})

// ——— Ce qui est abîmé ———

/** Toutes les places d’un document, chaînes JSON ouvertes. */
type Place = readonly (string | number)[]
const ouvrir = (v: unknown): unknown => {
  if (typeof v === 'string' && v.startsWith('{')) return { __json: ouvrir(JSON.parse(v)) }
  if (Array.isArray(v)) return v.map(ouvrir)
  return v && typeof v === 'object'
    ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, ouvrir(x)]))
    : v
}
const refermer = (v: unknown): unknown => {
  if (Array.isArray(v)) return v.map(refermer)
  if (!v || typeof v !== 'object') return v
  if ('__json' in v) return JSON.stringify(refermer(v.__json)) ?? null
  return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, refermer(x)]))
}
const places = (v: unknown, ici: Place = []): Place[] =>
  v && typeof v === 'object'
    ? Object.entries(v).flatMap(([k, x]) => [
        [...ici, Array.isArray(v) ? Number(k) : k],
        ...places(x, [...ici, k]),
      ])
    : []
const poser = (racine: unknown, place: Place, valeur: unknown): unknown => {
  const copie = structuredClone(racine)
  let ici = copie as Record<string | number, unknown>
  for (const pas of place.slice(0, -1)) {
    const suivant = ici?.[pas]
    if (!suivant || typeof suivant !== 'object') return copie
    ici = suivant as Record<string | number, unknown>
  }
  const dernier = place.at(-1)
  if (dernier === undefined) return copie
  if (valeur === undefined) delete ici[dernier]
  else ici[dernier] = valeur
  return copie
}
const mauvaises: readonly unknown[] = [
  undefined,
  null,
  '',
  '   ',
  0,
  -1,
  1e21,
  true,
  [],
  [[]],
  {},
  { '#text': null },
  { '#text': { '#text': 'x' } },
  '{"a":',
  '"chaîne"',
  '2026-02-30T25:61:00Z',
  '2048-01-01T00:00:00Z',
  '\u0000\u202e',
  { __proto__: { idweb: 'x' } },
  [null, 1, 'x', { y: [] }],
]

/** Chaque lettre et chaque chiffre rendus étaient dans le fichier. */
const rienDInvente = (a: Avis, source: string): void => {
  const nu = (t: string) => plier(t).replace(/[^\p{L}\p{N}]/gu, '')
  const plie = nu(
    source.replace(/\\+u([0-9a-f]{4})/gi, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16))),
  )
  const chiffres = source.replace(/\D/g, '')
  const dits = [
    a.objet,
    a.acheteur.nom,
    a.procedure,
    ...a.lots.flatMap((l) => [l.id, l.intitule]),
    ...a.lies,
    ...a.attributions.flatMap((x) => [x.lot, ...x.titulaires.map((t) => t.nom)]),
  ]
  for (const d of dits) if (d !== null) expect(plie).toContain(nu(d))
  for (const c of [...a.cpv, a.acheteur.siret]) if (c !== null) expect(chiffres).toContain(c)
  for (const x of a.attributions)
    if (x.montant !== null) expect(source).toContain(String(Math.floor(x.montant / 100)))
}
/** La forme du contrat, quoi qu’on ait lu. */
const tient = (a: Avis): void => {
  const instant = (t: string | null) => t === null || /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(t)
  expect(typeof a.idweb).toBe('string')
  expect(natures).toContain(a.nature)
  expect([a.limite, ...a.lots.map((l) => l.limite)].every(instant)).toBe(true)
  expect(a.departements.every((d) => /^(\d{2,3}|2[AB])$/.test(d))).toBe(true)
  expect(a.cpv.every((c) => /^\d{8}$/.test(c))).toBe(true)
  expect(a.parution === null || /^\d{4}-\d{2}-\d{2}$/.test(a.parution)).toBe(true)
  expect(a.lies).not.toContain(a.idweb)
  for (const x of a.attributions) {
    expect(['seul', 'groupement', 'a-verifier']).toContain(x.forme)
    expect(x.montant === null || (Number.isSafeInteger(x.montant) && x.montant >= 0)).toBe(true)
    expect(x.sansSuite && x.titulaires.length > 0).toBe(false)
  }
}

describe('un avis abîmé', () => {
  it('ne fait rien tomber, garde la forme du contrat et n’invente rien', () => {
    fc.assert(
      fc.property(
        unModele,
        uneForme,
        fc.array(fc.tuple(fc.nat(), fc.nat(mauvaises.length - 1)), { minLength: 1, maxLength: 6 }),
        (m, forme, coups) => {
          let document = ouvrir({ results: [formes[forme](m)] })
          for (const [ou, quoi] of coups) {
            const toutes = places(document).filter((p) => p.length > 1)
            document = poser(document, toutes[ou % toutes.length] ?? [], mauvaises[quoi])
          }
          const source = JSON.stringify(refermer(document))
          const r = lireAvis(octets(source))
          if (!r.ok) return
          expect(r.value.avis.length + r.value.rejets.length).toBeLessThanOrEqual(1)
          for (const a of r.value.avis) {
            tient(a)
            rienDInvente(a, source)
          }
        },
      ),
      { numRuns: 1200 },
    )
  })
  it('un document quelconque est un refus ou une lecture, jamais une panne', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.jsonValue().map((v) => JSON.stringify({ results: [v, v] })),
        ),
        (texte) => {
          const r = lireAvis(octets(texte))
          if (r.ok) for (const a of r.value.avis) tient(a)
          else expect(r.error.phrase).not.toBe('')
        },
      ),
      { numRuns: 2000 },
    )
  })
  it('des octets quelconques, non plus', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (o) => void lireAvis(o)),
      { numRuns: 1000 },
    )
  })
  it('un XML coupé n’importe où est un refus', () => {
    fc.assert(
      fc.property(unModele, fc.nat(), (m, n) => {
        const xml = xmlEforms(m)
        expect(lireAvis(octets(xml.slice(0, 60 + (n % (xml.length - 61))))).ok).toBe(false)
      }),
      { numRuns: 200 },
    )
  })
})

describe('un avis démesuré', () => {
  const avis = (n: number, reste: object = {}) => ({ idweb: `26-${n}`, objet: 'Formation', ...reste })
  it('est un rejet, et n’empêche pas les autres', () => {
    const gros = Array.from({ length: 199 }, (_, i) => `${i} ${'titulaire '.repeat(100)}`)
    const { lus, rejets } = lire([avis(1), avis(2, { nature: 'ATTRIBUTION', titulaire: gros }), avis(3)])
    expect(lus.map((l) => l.avis.idweb)).toEqual(['26-1', '26-3'])
    expect(rejets).toEqual([{ rang: 1, motif: 'cet avis est trop long pour être rangé' }])
  })
  it('se lit jusqu’à deux cents titulaires et avis liés', () => {
    const mille = Array.from({ length: 1000 }, (_, i) => `x${i}`)
    const [lu] = lire([
      avis(1, { nature: 'ATTRIBUTION', titulaire: mille, annonce_lie: mille.map((m) => `26-${m}`) }),
    ]).lus
    expect([lu?.avis.lies.length, lu?.avis.attributions[0]?.titulaires.length]).toEqual([200, 200])
  })
})
