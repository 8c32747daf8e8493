import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FauteJson, lireJson, Nombre } from '#kernel/json.ts'
import { type CasBrut, document, lignesDe, unCas, unCasConfie } from '../test/dossiers.ts'
import { unCasGenere } from '../test/generer.ts'
import { lireDossier } from './lire-dossier.ts'

type Chemin = readonly (string | number)[]
/** Une copie du document où ce chemin vaut autre chose ; `undefined` l’ôte. */
const changer = (racine: unknown, chemin: Chemin, valeur: unknown): unknown => {
  const copie = JSON.parse(JSON.stringify(racine)) as unknown
  let ici = copie as Record<string | number, unknown>
  for (const pas of chemin.slice(0, -1)) ici = ici[pas] as Record<string | number, unknown>
  const dernier = chemin.at(-1) ?? ''
  if (valeur === undefined) delete ici[dernier]
  else ici[dernier] = valeur
  return copie
}
const ecrit = (chemin: Chemin): string =>
  chemin.reduce<string>(
    (texte, pas) => (typeof pas === 'number' ? `${texte}[${pas}]` : texte === '' ? pas : `${texte}.${pas}`),
    '',
  )
const fautesDe = (texte: string) => {
  const r = lireDossier(texte)
  return r.ok ? [] : r.error
}
const sain = JSON.parse(document(unCasConfie())) as unknown
const a = (...reste: Chemin): Chemin => ['cas', 0, 'actions', 0, ...reste]
const seance = (...reste: Chemin): Chemin => a('seances', 0, ...reste)
const chemins = (v: unknown, ici: Chemin = []): Chemin[] =>
  v && typeof v === 'object'
    ? Object.entries(v).flatMap(([cle, x]) => {
        const pas = Array.isArray(v) ? Number(cle) : cle
        return [[...ici, pas], ...chemins(x, [...ici, pas])]
      })
    : []

describe('lire un dossier', () => {
  it('un dossier sain se lit', () => expect(fautesDe(JSON.stringify(sain))).toEqual([]))
  it('les clés inconnues et « attendu » sont ignorés, les décimales en texte admises', () => {
    const cas = { ...unCas(), attendu: { C: 'faux' }, zzz: [1], chiffreAffairesGlobalHT: '1000.50' }
    expect(fautesDe(JSON.stringify({ schema: 'bpf-dossier/1', zzz: 1, cas: [cas] }))).toEqual([])
  })

  it.each<[string, Chemin, unknown, (Chemin | undefined)?, RegExp?]>([
    ['une date qui n’existe pas', seance('date'), '2025-02-30', undefined, /n’existe pas/],
    ['le 29 février d’une année ordinaire', seance('date'), '2025-02-29'],
    ['une date mal écrite', seance('date'), '10/03/2025'],
    ['une date de facture qui n’existe pas', ['cas', 0, 'produits', 0, 'dateFacture'], '2025-04-31'],
    ['une borne d’exercice qui n’existe pas', ['cas', 0, 'exercice', 'fin'], '2025-13-01'],
    ['un statut de stagiaire inconnu', a('participants', 0, 'statut'), 'chomeur', undefined, /inconnu/],
    ['un statut d’intervenant inconnu', ['cas', 0, 'formateurs', 0, 'statuts', 0, 'statut'], 'vacataire'],
    ['un rôle inconnu', a('role'), 'recue'],
    ['une modalité inconnue', a('modalite'), 'hybride'],
    ['un moment inconnu', seance('demiJournee'), 'nuit'],
    ['un financeur inconnu', ['cas', 0, 'produits', 0, 'financeur'], 'opco'],
    ['un objectif inconnu', a('objectif', 'f3'), 'g'],
    ['un objectif a sans niveau', a('objectif'), { f3: 'a' }, a('objectif', 'niveau')],
    ['un niveau inconnu', a('objectif'), { f3: 'a', niveau: '9' }, a('objectif', 'niveau')],
    ['un niveau hors de l’objectif a', a('objectif'), { f3: 'd', niveau: '5' }, a('objectif', 'niveau')],
    ['une spécialité inconnue', a('nsf'), '999', undefined, /liste/],
    ['une spécialité en nombre', a('nsf'), 314],
    ['une séance en double', a('seances', 1, 'id'), 's1', undefined, /double/],
    [
      'une présence négative',
      a('participants', 0, 'presences'),
      { s1: -1 },
      a('participants', 0, 'presences', 's1'),
      /négatives/,
    ],
    [
      'une présence plus longue que la séance',
      a('participants', 0, 'presences'),
      { s1: 3.6 },
      a('participants', 0, 'presences', 's1'),
      /dépasse/,
    ],
    [
      'une présence à une séance inconnue',
      a('participants', 0, 'presences'),
      ['s1', 's9'],
      a('participants', 0, 'presences', 1),
    ],
    [
      'une présence dite deux fois',
      a('participants', 0, 'presences'),
      ['s1', 's1'],
      a('participants', 0, 'presences', 1),
      /double/,
    ],
    ['des présences d’une autre forme', a('participants', 0, 'presences'), 'aucune'],
    ['une durée négative', seance('heures'), -3.5],
    ['une durée nulle', seance('heures'), 0],
    ['une durée illisible', seance('heures'), '3h30'],
    ['une intervention négative', seance('interventions', 0, 'heures'), -1],
    ['un intervenant inconnu', seance('interventions', 0, 'formateur'), 'zoe'],
    [
      'un formateur deux fois sur une séance',
      seance('interventions'),
      [
        { formateur: 'amel', heures: 1 },
        { formateur: 'amel', heures: 2 },
      ],
      seance('interventions', 1, 'formateur'),
    ],
    [
      'un montant à cinq décimales',
      ['cas', 0, 'produits', 0, 'montantHT'],
      100.12345,
      undefined,
      /décimales/,
    ],
    ['un montant à cinq décimales, en texte', ['cas', 0, 'charges', 0, 'montantHT'], '100.12345'],
    ['un chiffre d’affaires à cinq décimales', ['cas', 0, 'chiffreAffairesGlobalHT'], 0.00001],
    ['un montant en lettres', ['cas', 0, 'produits', 0, 'montantHT'], 'mille'],
    ['un montant à virgule', ['cas', 0, 'produits', 0, 'montantHT'], '1,50'],
    ['un montant démesuré', ['cas', 0, 'produits', 0, 'montantHT'], '1000000000000'],
    ['un montant en booléen', ['cas', 0, 'produits', 0, 'montantHT'], true],
    ['un rattachement à une action inconnue', ['cas', 0, 'produits', 0, 'rattachement', 'action'], 'A9'],
    [
      'un rattachement double',
      ['cas', 0, 'produits', 0, 'rattachement'],
      { action: 'A1', date: '2025-01-01' },
    ],
    ['un rattachement vide', ['cas', 0, 'produits', 0, 'rattachement'], {}],
    ['un drapeau en texte', ['cas', 0, 'charges', 0, 'formateur'], 'oui'],
    ['un compte qui n’en est pas un', ['cas', 0, 'charges', 0, 'compte'], 'salaires'],
    ['un sous-traitant sans nom', seance('confieeA'), ''],
    ['un texte vide', a('id'), ' '],
    ['un autre format', ['schema'], 'bpf-dossier/2'],
    ['un formulaire inconnu', ['cerfa'], '10443*12'],
    ['aucun cas', ['cas'], []],
    ['des cas qui ne sont pas une liste', ['cas'], {}],
    ['une action qui n’est pas un objet', a(), 3],
    [
      'des statuts qui se chevauchent d’un jour',
      ['cas', 0, 'formateurs', 0, 'statuts'],
      [
        { statut: 'salarie', du: '2025-07-01', au: '9999-12-31' },
        { statut: 'honoraires', du: '2000-01-01', au: '2025-07-01' },
      ],
      ['cas', 0, 'formateurs', 0, 'statuts', 0, 'du'],
      /chevauche/,
    ],
    ['un statut qui finit avant de commencer', ['cas', 0, 'formateurs', 0, 'statuts', 0, 'au'], '1999-12-31'],
  ])('%s : refusé, à sa place', (_, chemin, valeur, ou = chemin, phrase = /\S/) => {
    const fautes = fautesDe(JSON.stringify(changer(sain, chemin, valeur)))
    expect(fautes.map((f) => f.chemin)).toContain(ecrit(ou))
    expect(fautes.find((f) => f.chemin === ecrit(ou))?.phrase).toMatch(phrase)
  })

  it('deux fois la même action, personne, pièce, le même formateur ou cas : refusés', () => {
    const double = (liste: Chemin, cle: string) => {
      const valeurs = liste.reduce<unknown>(
        (v, pas) => (v as Record<string | number, unknown>)[pas],
        sain,
      ) as unknown[]
      const copie = changer(sain, liste, [...valeurs, valeurs[0]])
      expect(fautesDe(JSON.stringify(copie)).map((f) => f.chemin)).toContain(
        `${ecrit([...liste, valeurs.length])}.${cle}`,
      )
    }
    double(['cas'], 'id')
    double(['cas', 0, 'formateurs'], 'id')
    double(['cas', 0, 'actions'], 'id')
    double(['cas', 0, 'produits'], 'id')
    double(a('participants'), 'personne')
  })

  const facultatifs =
    /\.(confieeA|modalite|formateur|prestationFormation)$|rattachement\.action$|^cerfa$|^cas\[0\]\.id$/
  const exiges = chemins(sain).filter(
    (c) => typeof c.at(-1) === 'string' && !(facultatifs.test(ecrit(c)) && !/interventions/.test(ecrit(c))),
  )
  it.each(exiges.map((c) => [ecrit(c), c] as const))('sans %s : refusé, à sa place', (ou, chemin) =>
    expect(fautesDe(JSON.stringify(changer(sain, chemin, undefined)))).toContainEqual({
      chemin: ou,
      phrase: 'ce champ manque.',
    }),
  )
  it('sans action ni date, un rattachement est refusé entier', () =>
    expect(
      fautesDe(
        JSON.stringify(changer(sain, ['cas', 0, 'produits', 0, 'rattachement', 'action'], undefined)),
      ).map((f) => f.chemin),
    ).toEqual(['cas[0].produits[0].rattachement']))
  it('chaque champ exigé l’est', () => expect(exiges.length).toBeGreaterThan(50))

  it('une heure peut venir de minutes, et se somme telle qu’elle est écrite', () => {
    const cas = unCas()
    for (const s of cas.actions[0]?.seances ?? []) s.heures = 0.3333333333333333
    expect(lignesDe(cas).F1.total.h).toBe(0.3333333333333333)
  })
  it('toutes les fautes sont dites d’un coup, et plusieurs cas ont chacun leur rang', () => {
    const deux = {
      schema: 'bpf-dossier/1',
      cas: [unCas(), { ...unCas({ id: 'autre' }), exercice: { debut: '2025-02-30', fin: 'x' } }],
    }
    expect(fautesDe(JSON.stringify(deux)).map((f) => f.chemin)).toEqual([
      'cas[1].exercice.debut',
      'cas[1].exercice.fin',
    ])
  })
  it('une clé étrange se cite entre crochets', () => {
    const cas = changer(sain, a('participants', 0, 'presences'), { 's 1': 1 })
    expect(fautesDe(JSON.stringify(cas)).map((f) => f.chemin)).toEqual([
      'cas[0].actions[0].participants[0].presences["s 1"]',
    ])
  })

  it('tout dossier généré se lit ; faussé n’importe où, il est refusé à cet endroit ou dessous', () =>
    fc.assert(
      fc.property(
        unCasGenere,
        fc.nat(),
        fc.constantFrom<unknown>({ x: 1 }, true, -1, '2025-02-30', null),
        (cas, n, valeur) => {
          const document_ = { schema: 'bpf-dossier/1', cas: [cas as CasBrut] }
          expect(fautesDe(JSON.stringify(document_))).toEqual([])
          const numeriques = chemins(document_).filter((c) =>
            /\.(date|statut|role|nsf|f3|heures|financeur|du|au|debut|fin)$/.test(ecrit(c)),
          )
          const chemin = numeriques[n % numeriques.length]
          if (!chemin) return
          const fautes = fautesDe(JSON.stringify(changer(document_, chemin, valeur)))
          expect(fautes.some((f) => f.chemin.startsWith(ecrit(chemin)))).toBe(true)
        },
      ),
      { numRuns: 300 },
    ))
})

describe('le lecteur JSON', () => {
  it.each([
    ['', 1],
    ['{', 1],
    ['[1,]', 1],
    ['{"a":1,}', 1],
    ['{"a":1\n"b":2}', 2],
    ['{"a":1,\n\n"a":2}', 3],
    ['[01]', 1],
    ['[1.]', 1],
    ['[NaN]', 1],
    ['"a\tb"', 1],
    ['[] []', 1],
    [`${'['.repeat(60)}${']'.repeat(60)}`, 1],
  ])('%j est refusé, avec sa ligne', (texte, ligne) => {
    let faute: unknown
    try {
      lireJson(texte)
    } catch (erreur) {
      faute = erreur
    }
    expect(faute).toBeInstanceOf(FauteJson)
    expect((faute as FauteJson).ligne).toBe(ligne)
  })
  it('un nombre garde toutes ses décimales, une clé piège n’en est pas un', () => {
    const lu = lireJson('{"__proto__": 100.00000000000000001}') as ReadonlyMap<string, unknown>
    expect(lu.get('__proto__')).toEqual(new Nombre('100.00000000000000001'))
  })
  it('lit tout ce que la plateforme écrit, comme elle', () => {
    const aplatir = (v: unknown): unknown =>
      v instanceof Nombre
        ? Number(v.source)
        : v instanceof Map
          ? Object.fromEntries([...v].map(([k, x]) => [k, aplatir(x)]))
          : Array.isArray(v)
            ? v.map(aplatir)
            : v
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (v) => {
        const texte = JSON.stringify(v)
        expect(JSON.stringify(aplatir(lireJson(texte)))).toBe(JSON.stringify(JSON.parse(texte)))
      }),
    )
  })
})
