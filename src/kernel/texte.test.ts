import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accorder,
  compter,
  de,
  enumerer,
  formaterNombre,
  majuscule,
  minuscule,
  nettoyer,
  ordinal,
  plier,
  saluer,
  sansFormule,
  slug,
  tronquer,
  typographier,
  uneLigne,
} from '#kernel/texte.ts'

describe('nettoyer un texte venu du dehors', () => {
  it.each([
    ['e\u0301te\u0301', 'été', 'les accents sont composés (NFC)'],
    ['a\u0000b\u0007c', 'abc', 'les caractères de contrôle partent'],
    ['nom\u202Egpj.exe', 'nomgpj.exe', 'l’inversion de sens d’écriture part'],
    ['un\r\ndeux\rtrois\u2028quatre', 'un\ndeux\ntrois\nquatre', 'les fins de ligne sont celles d’Unix'],
    ['a\ud800b', 'ab', 'une demi-paire orpheline part'],
    ['👩‍🏫 ok', '👩‍🏫 ok', 'un émoji composé reste entier'],
    ['\ufeffbonjour', 'bonjour', 'la marque d’ordre des octets part'],
  ])('%j devient %j : %s', (entree, sortie) => expect(nettoyer(entree)).toBe(sortie))

  it('une ligne n’a ni saut, ni tabulation, ni espace double', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (t) => !/[\n\r\t]| {2}|^ | $/.test(uneLigne(t)))))
  it('nettoyer deux fois ne change rien de plus', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (t) => nettoyer(nettoyer(t)) === nettoyer(t))))
})

describe('plier pour chercher', () => {
  it('« L’Œuvre d’Élodie » se trouve sans accent ni apostrophe', () =>
    expect(plier('L’Œuvre   d\u2019Élodie-Anne')).toBe('l oeuvre d elodie anne'))
  it('plier est idempotent', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (t) => plier(plier(t)) === plier(t))))
  it('la casse ne compte pas pour les lettres françaises', () => {
    const lettres = fc.stringMatching(/^[a-zàâçéèêëîïôùûüœæ ’-]*$/)
    fc.assert(fc.property(lettres, (t) => plier(t.toUpperCase()) === plier(t)))
  })
})

describe('le code court d’un organisme', () => {
  it.each([
    ['Langue & Lien', 'langue-et-lien'],
    ['Les Tisserands', 'les-tisserands'],
    ['  L’Atelier  d’à-côté (Scop) ', 'l-atelier-d-a-cote-scop'],
    ['日本', ''],
    ['../../etc/passwd', 'etc-passwd'],
  ])('%s donne %s', (nom, code) => expect(slug(nom)).toBe(code))
  it('est toujours sûr dans une adresse et jamais trop long', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 5, max: 60 }),
        (t, n) => {
          const s = slug(t, n)
          return s.length <= n && /^([a-z0-9]+(-[a-z0-9]+)*)?$/.test(s)
        },
      ),
    ))
})

describe('la typographie française', () => {
  it.each([
    ['Oui ! Non ? Bien ; fin : ici', 'Oui\u202f! Non\u202f? Bien\u202f; fin\u00a0: ici'],
    ["L'équipe d'appui", 'L’équipe d’appui'],
    ['«mot» et « mot »', '«\u00a0mot\u00a0» et «\u00a0mot\u00a0»'],
    ['voir https://exemple.fr:8080/?a=1;b', 'voir https://exemple.fr:8080/?a=1;b'],
    ['9 h 30', '9\u00a0h\u00a030'],
    ['1 400 €', '1\u202f400\u00a0€'],
    ['20 % en 3 mois', '20\u00a0% en 3\u00a0mois'],
    ['le n° 12 de Mme Haddad, nos 3 stagiaires', 'le n°\u00a012 de Mme\u00a0Haddad, nos 3 stagiaires'],
  ])('%s', (entree, sortie) => expect(typographier(entree)).toBe(sortie))
  it('est idempotente', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '«',
            '»',
            ' ',
            ':',
            ';',
            '?',
            '!',
            'h',
            '9',
            '30',
            'a',
            "'",
            '€',
            '\u00a0',
            '\u202f',
          ),
        ),
        (m) => {
          const une = typographier(m.join(''))
          return typographier(une) === une
        },
      ),
    ))
})

describe('énumérer, accorder, compter', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a et b'],
    [['a', 'b', 'c'], 'a, b et c'],
  ])('%j donne « %s »', (mots, texte) => expect(enumerer(mots)).toBe(texte))
  it('peut lier par « ou »', () => expect(enumerer(['a', 'b', 'c'], 'ou')).toBe('a, b ou c'))
  it.each([
    [0, 'stagiaire'],
    [1, 'stagiaire'],
    [1.5, 'stagiaire'],
    [2, 'stagiaires'],
  ])('%d : %s', (n, mot) => expect(accorder(n, 'stagiaire')).toBe(mot))
  it('accorde chaque mot, ou prend le pluriel donné', () => {
    expect(accorder(3, 'heure réalisée')).toBe('heures réalisées')
    expect(accorder(3, 'journal', 'journaux')).toBe('journaux')
    expect(accorder(3, 'avis')).toBe('avis')
  })
  it('compte avec une espace insécable, et sait dire aucun', () => {
    expect(compter(1200, 'stagiaire')).toBe('1\u202f200\u00a0stagiaires')
    expect(compter(0, 'stagiaire', { zero: 'aucun stagiaire' })).toBe('aucun stagiaire')
  })
})

it('salue d’une seule façon : par le prénom, sinon sans nom', () => {
  expect([saluer('Léonie'), saluer(' '), saluer(null)]).toEqual(['Bonjour Léonie,', 'Bonjour,', 'Bonjour,'])
})

describe('nombres et coupes', () => {
  it.each([
    [0, undefined, '0'],
    [1234567.5, undefined, '1\u202f234\u202f567,5'],
    [-1234, 2, '\u22121\u202f234,00'],
    [-0.001, 2, '0,00'],
  ])('%d (%s décimales) s’écrit %s', (n, d, texte) => expect(formaterNombre(n, d)).toBe(texte))
  it('tronque au mot sans dépasser ni couper une paire', () => {
    expect(tronquer('Conduire une réunion de projet', 20)).toBe('Conduire une…')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (t, n) => {
        const r = tronquer(t, n)
        return [...r].length <= Math.max(n, 1) && r.isWellFormed()
      }),
    )
  })
})

it.each([
  ['=CMD', "'=CMD"],
  ['\t=CMD', "'\t=CMD"],
  ['＝CMD', "'＝CMD"],
  ['+33 6', "'+33 6"],
  ['-12,50', '-12,50'],
  ['-CMD', "'-CMD"],
  ['a=b', 'a=b'],
])('%j s’écrit %j devant un tableur', (t, dit) => expect(sansFormule(t)).toBe(dit))

it('des marques empilées sans fin ne gardent que les trente premières, avant d’être normalisées', () => {
  const lu = nettoyer(`e${'\u0301\u0323'.repeat(100_000)}x`)
  expect([lu.length < 40, lu.at(-1)]).toEqual([true, 'x'])
  expect(plier(`e${'\u0301'.repeat(100_000)}`)).toBe('e')
})

it.each([
  ['Léonie', 'de Léonie'],
  ['Agathe Morvan', 'd’Agathe Morvan'],
  ['Élodie', 'd’Élodie'],
  ['Œuvrard', 'd’Œuvrard'],
  ['OPCO du Littoral', 'd’OPCO du Littoral'],
  ['Hôtel Aubrac', 'd’Hôtel Aubrac'],
  ['Hélène Roussillon', 'd’Hélène Roussillon'],
  ['Hassan', 'de Hassan'],
  ['Pôle Formation', 'du Pôle Formation'],
  ['Les Tisserands', 'des Tisserands'],
  ['Le Goff', 'de Le Goff'],
  ['Yann', 'de Yann'],
  ['Yves', 'd’Yves'],
  ['', 'de '],
])('de %s : %s', (nom, dit) => expect(de(nom)).toBe(dit))

it('met la première lettre en grand ou en petit, et rien d’autre', () => {
  expect([majuscule('été à Rennes'), majuscule(''), minuscule('Été À Rennes')]).toEqual([
    'Été à Rennes',
    '',
    'été À Rennes',
  ])
})

it('dit un rang en lettres jusqu’à dix, au genre qu’il faut', () => {
  expect([ordinal(1), ordinal(1, { feminin: true }), ordinal(2), ordinal(10), ordinal(11)]).toEqual([
    'premier',
    'première',
    'deuxième',
    'dixième',
    '11e',
  ])
})
