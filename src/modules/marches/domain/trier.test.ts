import { describe, expect, it } from 'vitest'
import { lireAvis } from '../lecture/lire-avis.ts'
import { lireProfil } from '../lecture/lire-profil.ts'
import { type Profil, trier } from './trier.ts'

const profil: Profil = {
  departements: ['75', '974'],
  cpv: ['80500000'],
  exclure: ['80512000', '8060', 'militaire'],
  mots: ['langue'],
  pays: ['FRA'],
  auPlusTot: '2026-11-01',
}
let suivant = 1
const avis = (plus: Record<string, unknown> = {}, cpv: string | readonly string[] = '80530000') => ({
  idweb: `26-${suivant++}`,
  objet: 'Formation des agents',
  code_departement: ['75'],
  dateparution: '2026-10-01',
  datelimitereponse: '2026-11-20T11:00:00+00:00',
  nature: 'APPEL_OFFRE',
  donnees: JSON.stringify({ OBJET: { CPV: { PRINCIPAL: cpv } } }),
  ...plus,
})
const juger = (p: Partial<Profil>, ...liste: readonly unknown[]) => {
  const r = lireAvis(new TextEncoder().encode(JSON.stringify(liste)))
  if (!r.ok) throw new Error(r.error.phrase)
  return trier({ ...profil, ...p }, r.value.lus)
}
const un = (a: unknown, p: Partial<Profil> = {}) => juger(p, a)[0]

describe('trier des avis', () => {
  it('gardé, il dit pourquoi', () =>
    expect(un(avis())).toMatchObject({
      garde: true,
      raisons: ['département : 75', 'cpv : 80530000', 'ferme le 2026-11-20'],
    }))
  it.each<[string, unknown, Partial<Profil>, string]>([
    ['un autre département', avis({ code_departement: ['33'] }), {}, 'département : 33'],
    ['un autre sujet', avis({}, '45000000'), {}, 'hors sujet : 45000000'],
    ['un code exclu', avis({}, '80512000'), {}, 'cpv exclu : 80512000'],
    ['un code exclu sous son code général', avis({}, ['80500000', '80512000']), {}, 'cpv exclu : 80512000'],
    ['un code exclu par son début', avis({}, '80610000'), { cpv: ['80000000'] }, 'cpv exclu : 80610000'],
    ['un mot exclu', avis({ objet: 'Formation militaire' }), {}, 'mot exclu : militaire'],
    ['une attribution', avis({ nature: 'ATTRIBUTION' }), {}, 'nature : attribution'],
    ['une annulation', avis({ nature: 'ANNULATION' }), {}, 'nature : annulation'],
    [
      'un avis qui ferme avant',
      avis({ datelimitereponse: '2026-10-31T11:00:00+00:00' }),
      {},
      'ferme le 2026-10-31',
    ],
    [
      'un mot au milieu d’un autre',
      avis({ objet: 'Cours bilingue' }, []),
      { cpv: [] },
      'aucun CPV publié, aucun mot trouvé',
    ],
  ])('%s : écarté, avec sa raison', (_, a, p, raison) => {
    const t = un(a, p)
    expect(t?.garde).toBe(false)
    expect(t?.raisons).toContain(raison)
  })
  it.each<[string, unknown, Partial<Profil>, string]>([
    [
      'sans département publié, à vérifier',
      avis({ code_departement: [] }),
      {},
      'département non publié : à vérifier',
    ],
    ['un code exclu dans un lot parmi d’autres', avis({}, ['80530000', '80512000']), {}, 'cpv : 80530000'],
    ['un mot, sans le code', avis({ objet: 'Cours de LANGUES étrangères' }, '85000000'), {}, 'mot : langue'],
    [
      'le descripteur, sans CPV',
      avis({ descripteur_libelle: ['Formation'], objet: 'Actions' }, []),
      {},
      'descripteur : Formation',
    ],
    ['sans terme publié', avis({ datelimitereponse: null }), {}, 'cpv : 80530000'],
    [
      'un terme à ne pas croire',
      avis({ datelimitereponse: '2048-01-01T00:00:00Z' }),
      {},
      'échéance à vérifier',
    ],
    [
      'à 22 h 30 en temps universel, le lendemain à Paris',
      avis({ datelimitereponse: '2026-10-31T23:30:00+00:00' }),
      {},
      'ferme le 2026-11-01',
    ],
    [
      'à 20 h 30 en temps universel, le lendemain à La Réunion',
      avis({ code_departement: ['974'], datelimitereponse: '2026-10-31T20:30:00+00:00' }),
      {},
      'ferme le 2026-11-01',
    ],
    ['un rectificatif', avis({ nature: 'RECTIFICATIF' }), {}, 'cpv : 80530000'],
  ])('%s : gardé, avec sa raison', (_, a, p, raison) => {
    const t = un(a, p)
    expect(t?.raisons).toContain(raison)
    expect(t?.garde).toBe(true)
  })
  it('un profil vide garde tout ce qui se gagne encore', () =>
    expect(
      un(avis({}, '45000000'), {
        departements: [],
        cpv: [],
        exclure: [],
        mots: [],
        pays: [],
        auPlusTot: null,
      })?.garde,
    ).toBe(true))
  it('un avis annulé par un autre du fichier est écarté ; prolongé, il est gardé', () => {
    const a = avis({ datelimitereponse: '2026-10-20T11:00:00+00:00' })
    expect(juger({}, a, avis({ nature: 'ANNULATION', annonce_lie: [a.idweb] }))[0]?.raisons).toContain(
      `annulé par 26-${suivant - 1}`,
    )
    const prolonge = juger({}, a, avis({ nature: 'RECTIFICATIF', annonce_lie: [a.idweb] }))
    expect(prolonge[0]).toMatchObject({ garde: true })
    expect(prolonge[0]?.raisons.at(-1)).toBe(`ferme le 2026-11-20, selon 26-${suivant - 1}`)
  })
  it('un acheteur d’un autre pays est écarté, d’un pays inconnu non', () => {
    const ted = (plus: object) => ({
      'publication-number': `${suivant++}-2026`,
      'notice-type': 'cn-standard',
      'classification-cpv': ['80500000'],
      ...plus,
    })
    expect(un(ted({ 'buyer-country': ['DEU'] }))?.raisons).toEqual(['pays : DEU'])
    expect(un(ted({}))?.garde).toBe(true)
  })
})

describe('lire un profil', () => {
  const fautesDe = (d: unknown) => {
    const r = lireProfil(typeof d === 'string' ? d : JSON.stringify(d))
    return r.ok ? [] : r.error.map((f) => f.chemin)
  }
  it('tout est facultatif ; un département d’un chiffre a son zéro', () => {
    expect(lireProfil('{}')).toMatchObject({ ok: true, value: { departements: [], auPlusTot: null } })
    expect(lireProfil('{"departements":["1","2a"]}')).toMatchObject({ value: { departements: ['01', '2A'] } })
  })
  it.each<[unknown, string]>([
    ['[]', 'document'],
    ['{', 'ligne 1'],
    [{ departements: '75' }, 'departements'],
    [{ departements: ['Paris'] }, 'departements[0]'],
    [{ cpv: ['formation'] }, 'cpv[0]'],
    [{ cpv: [80500000] }, 'cpv[0]'],
    [{ mots: [''] }, 'mots[0]'],
    [{ pays: ['France'] }, 'pays[0]'],
    [{ auPlusTot: '2026-02-30' }, 'auPlusTot'],
    [{ auPlusTot: 5 }, 'auPlusTot'],
  ])('%j : la faute dit où', (d, chemin) => expect(fautesDe(d)).toEqual([chemin]))
})
