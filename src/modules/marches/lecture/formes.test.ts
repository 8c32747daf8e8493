import { describe, expect, it } from 'vitest'
import { donneesEforms, enveloppe, formes, type Modele, xmlAncien } from '../test/avis-generes.ts'
import { lireAvis } from './lire-avis.ts'

const octets = (d: unknown) => new TextEncoder().encode(typeof d === 'string' ? d : JSON.stringify(d))
const lire = (d: unknown) => {
  const r = lireAvis(octets(d))
  if (!r.ok) throw new Error(r.error.phrase)
  return r.value
}
const phraseDe = (d: unknown) => {
  const r = lireAvis(typeof d === 'string' || !(d instanceof Uint8Array) ? octets(d) : d)
  return r.ok ? undefined : `${r.error.chemin} : ${r.error.phrase}`
}
const m: Modele = {
  idweb: '26-91551',
  procedure: '59915ccf-9183-454b-918e-fa48629de64b',
  notice: 'da4d46e9-490b-41ff-a2ae-8166d356a619',
  nature: 'marche',
  objet: 'Formation aux écrits',
  acheteur: 'Commune d’Essai',
  siret: '21740173600012',
  departement: '01',
  cpv: '80530000',
  parution: '2026-09-24',
  limite: '2026-10-26T11:00:00Z',
  lots: [{ id: '1', intitule: 'Lot d’essai', decision: { genre: 'seul', noms: ['Coop A'], montant: 1000 } }],
  lie: null,
  noticeLiee: null,
}

describe('les enveloppes', () => {
  const attendu = lire([formes.ancien(m)]).avis
  it.each<[string, unknown]>([
    ['{results}', { total_count: 1, results: [formes.ancien(m)] }],
    ['un tableau', [formes.ancien(m)]],
    ['l’ancienne {records}', { nhits: 1, records: [{ recordid: 'x', fields: formes.ancien(m) }] }],
    ['un enregistrement seul', formes.ancien(m)],
    ['un enregistrement écrit en chaîne', [JSON.stringify(formes.ancien(m))]],
    [
      '`donnees` deux fois en chaîne',
      [{ ...formes.ancien(m), donnees: JSON.stringify(formes.ancien(m).donnees) }],
    ],
    ['`donnees` en objet', [{ ...formes.ancien(m), donnees: JSON.parse(formes.ancien(m).donnees) }]],
    ['`annonce_lie` vide', [{ ...formes.ancien(m), annonce_lie: [] }]],
    ['l’`id` sans l’`idweb`', [{ ...formes.ancien(m), idweb: undefined, id: '26_91551' }]],
    ['une marque d’ordre des octets', `\uFEFF${JSON.stringify([formes.ancien(m)])}`],
  ])('%s : le même avis', (_, d) => expect(lire(d).avis).toEqual(attendu))
  it('une réponse vide n’a ni avis ni rejet', () =>
    expect(lire({ total_count: 0, results: [] })).toMatchObject({ avis: [], rejets: [] }))
  it('un rejet dit son rang et sa raison, et n’empêche pas le reste', () => {
    const { avis, rejets } = lire({ results: [null, formes.mapa(m), {}, 'x', { objet: 'sans numéro' }, 3] })
    expect(avis.map((a) => a.idweb)).toEqual(['26-91551'])
    expect(rejets.map((r) => r.rang)).toEqual([0, 2, 3, 4, 5])
    expect(rejets.every((r) => r.motif !== '')).toBe(true)
  })
  it('un `donnees` illisible se signale, et l’enveloppe se lit', () => {
    const [a] = lire([{ ...formes.eforms(m), donnees: '{"EFORMS": {' }]).avis
    expect(a).toMatchObject({ objet: m.objet, limite: m.limite, cpv: [], signalements: ['json-illisible'] })
  })
  it('une échéance de 2048 se signale, et se rend telle que publiée', () => {
    const [a] = lire([{ ...formes.mapa(m), datelimitereponse: '2048-10-26T11:00:00+00:00' }]).avis
    expect(a).toMatchObject({ limite: '2048-10-26T11:00:00Z', signalements: ['echeance-absurde'] })
  })
  it('une échéance qui n’existe pas se signale, et ne se rend pas', () => {
    const [a] = lire([{ ...formes.mapa(m), datelimitereponse: '2026-02-30T11:00:00' }]).avis
    expect(a).toMatchObject({ limite: null, signalements: ['echeance-absurde'] })
  })
  it('une heure sans fuseau est celle de l’acheteur, à La Réunion aussi', () => {
    const [a] = lire([
      { ...formes.mapa({ ...m, departement: '974' }), datelimitereponse: '2026-10-26T12:00:00' },
    ]).avis
    expect(a?.limite).toBe('2026-10-26T08:00:00Z')
  })
  it('un avis annulé par son état est une annulation', () =>
    expect(lire([{ ...formes.mapa(m), etat: 'AVIS_ANNULE' }]).avis[0]?.nature).toBe('annulation'))
  it('les titulaires de l’enveloppe ne servent qu’à défaut, une fois chacun', () => {
    const fn = {
      ...formes.fnsimple({ ...m, nature: 'attribution' }),
      titulaire: ['Coop A', 'Coop B', 'Coop A'],
    }
    expect(lire([fn]).avis[0]?.attributions).toEqual([
      {
        lot: null,
        titulaires: [{ nom: 'Coop A' }, { nom: 'Coop B' }],
        forme: 'a-verifier',
        montant: null,
        sansSuite: false,
      },
    ])
  })
})

describe('ce qui se recoupe', () => {
  const autre = { ...m, idweb: '26-91600', parution: '2026-10-01', limite: '2026-11-10T11:00:00Z' }
  it('d’un marché publié deux fois, le plus récent reste, à la place du premier', () => {
    const { avis, rejets } = lire([
      formes.eforms(m),
      formes.mapa({ ...m, idweb: '26-5' }),
      formes.eforms(autre),
    ])
    expect(avis.map((a) => [a.idweb, a.limite])).toEqual([
      ['26-91600', autre.limite],
      ['26-5', m.limite],
    ])
    expect(rejets).toEqual([{ rang: 0, motif: 'doublon de 26-91600' }])
  })
  it('ce qui se rattachait au doublon se rattache à celui qui reste', () => {
    const suite = formes.eforms({
      ...m,
      idweb: '26-92000',
      nature: 'rectificatif',
      notice: 'ffffffff-490b-41ff-a2ae-8166d356a619',
      noticeLiee: m.notice,
      lie: '26-91551',
    })
    const { avis } = lire([formes.eforms(m), formes.eforms(autre), suite])
    expect(avis.at(-1)).toMatchObject({ idweb: '26-92000', lies: ['26-91600'] })
  })
  it('un montant redit d’un lot à l’autre pour le même titulaire reste, et se signale', () => {
    const lots = ['1', '2'].map((id) => ({ ...m.lots[0], id, intitule: id, decision: m.lots[0]?.decision }))
    const [a] = lire([formes.ancien({ ...m, nature: 'attribution', lots } as Modele)]).avis
    expect(a?.attributions.map((x) => x.montant)).toEqual([1000, 1000])
    expect(a?.signalements).toEqual(['montant-repete'])
  })
  it('deux rectificatifs et deux attributions d’une procédure restent deux', () => {
    const quatre = (['rectificatif', 'rectificatif', 'attribution', 'attribution'] as const).map(
      (nature, i) => formes.eforms({ ...m, nature, idweb: `26-7${i}`, notice: `${i}${m.notice.slice(1)}` }),
    )
    expect(lire(quatre).avis.map((a) => a.idweb)).toEqual(['26-70', '26-71', '26-72', '26-73'])
  })
})

describe('les attributions eForms', () => {
  const attribution = (resultat: object) => {
    const donnees: object = JSON.parse(
      JSON.stringify(donneesEforms({ ...m, nature: 'attribution' })),
      (cle, v) => (cle === 'efac:NoticeResult' ? resultat : v),
    )
    return lire([enveloppe(m, donnees)]).avis[0]?.attributions
  }
  const offre = (id: string, partie: string, lot: string, montant: string) => ({
    'cbc:ID': id,
    'cac:LegalMonetaryTotal': { 'cbc:PayableAmount': { '@currencyID': 'EUR', '#text': montant } },
    'efac:TenderingParty': { 'cbc:ID': partie },
    'efac:TenderLot': { 'cbc:ID': lot },
  })
  it('les offres citées qu’aucun contrat ne retient ont perdu ; le lot est celui de l’offre', () =>
    expect(
      attribution({
        'efac:LotResult': {
          'cbc:TenderResultCode': 'selec-w',
          'efac:LotTender': [{ 'cbc:ID': 'TEN-1' }, { 'cbc:ID': 'TEN-2' }],
          'efac:TenderLot': { 'cbc:ID': 'LOT-0009' },
        },
        'efac:LotTender': [
          offre('TEN-1', 'TPA-1', 'LOT-0001', '8819.09'),
          offre('TEN-2', 'TPA-2', 'LOT-0001', '11645.77'),
        ],
        'efac:SettledContract': { 'efac:LotTender': { 'cbc:ID': 'TEN-1' } },
        'efac:TenderingParty': [
          { 'cbc:ID': 'TPA-1', 'efac:Tenderer': { 'cbc:ID': 'ORG-0002' } },
          { 'cbc:ID': 'TPA-2', 'efac:Tenderer': { 'cbc:ID': 'ORG-0003' } },
        ],
      }),
    ).toEqual([
      { lot: 'LOT-0001', titulaires: [{ nom: 'Coop A' }], forme: 'seul', montant: 881_909, sansSuite: false },
    ]))
  it('le chef d’un groupement passe en tête, et le même membre dit deux fois reste seul', () =>
    expect(
      attribution({
        'efac:LotResult': { 'cbc:TenderResultCode': 'selec-w', 'efac:LotTender': { 'cbc:ID': 'TEN-1' } },
        'efac:LotTender': offre('TEN-1', 'TPA-1', 'LOT-0001', '1'),
        'efac:TenderingParty': {
          'cbc:ID': 'TPA-1',
          'efac:Tenderer': [
            { 'cbc:ID': 'ORG-0002' },
            { 'cbc:ID': 'ORG-0001', 'efbc:GroupLeadIndicator': 'true' },
            { 'cbc:ID': 'ORG-0002' },
          ],
        },
      }),
    ).toEqual([
      {
        lot: 'LOT-0001',
        titulaires: [{ nom: m.acheteur }, { nom: 'Coop A' }],
        forme: 'groupement',
        montant: 100,
        sansSuite: false,
      },
    ]))
  it('un montant en une autre devise n’est pas d’euros ; un lot pas encore choisi n’est pas attribué', () => {
    const o = offre('TEN-1', 'TPA-1', 'LOT-0001', '5')
    o['cac:LegalMonetaryTotal']['cbc:PayableAmount']['@currencyID'] = 'CHF'
    expect(
      attribution({
        'efac:LotResult': [
          { 'cbc:TenderResultCode': 'selec-w', 'efac:LotTender': { 'cbc:ID': 'TEN-1' } },
          { 'cbc:TenderResultCode': 'open-nw', 'efac:TenderLot': { 'cbc:ID': 'LOT-0002' } },
        ],
        'efac:LotTender': o,
        'efac:TenderingParty': { 'cbc:ID': 'TPA-1', 'efac:Tenderer': { 'cbc:ID': 'ORG-0002' } },
      }),
    ).toEqual([
      { lot: 'LOT-0001', titulaires: [{ nom: 'Coop A' }], forme: 'seul', montant: null, sansSuite: false },
    ])
  })
})

describe('un document qui n’en est pas un', () => {
  const bombe = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "${'x'.repeat(50)}">]><ANNONCE>&b;</ANNONCE>`
  it.each<[string, unknown, RegExp]>([
    ['vide', '', /vide/],
    ['du JSON coupé', '{"results": [', /^document/],
    ['un nombre', '3', /^document/],
    ['un objet étranger', { a: 1 }, /^document/],
    ['des résultats en objet', { results: {} }, /^results/],
    ['un XML étranger', '<html/>', /racine/],
    ['un XML coupé', xmlAncien(m).slice(0, 300), /XML/],
    ['une déclaration DOCTYPE', bombe, /DOCTYPE/],
    ['un XML trop profond', `<a>${'<b>'.repeat(100)}${'</b>'.repeat(100)}</a>`, /emboîtent/],
    ['des octets qui ne sont pas de l’UTF-8', Uint8Array.of(0x7b, 0xe9, 0x7d), /UTF-8/],
  ])('%s : une phrase', (_, d, phrase) => expect(phraseDe(d)).toMatch(phrase))
  it('un abîme de JSON ne fait rien tomber', () =>
    expect(phraseDe(`[${'['.repeat(200_000)}${']'.repeat(200_000)}]`)).toBeUndefined())
})
