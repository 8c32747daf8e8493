import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import {
  type Contenu,
  developper,
  estPosee,
  idDe,
  lireContenu,
  optionsDe,
  parleDeHandicap,
  type Question,
  verifierContenu,
  verifierModele,
} from './contenu.ts'
import { genres, listeGenres } from './genres.ts'
import { modelesPrets } from './modeles-prets.ts'
import {
  dernierJour,
  direDus,
  dus,
  etatDuRecueil,
  fautesDEcarts,
  lireRelances,
  reglageParDefaut,
  relanceDue,
  verifierMoment,
} from './moments.ts'
import { alerte, direReponse, lireMillemes, lireReponses } from './repondre.ts'
import { codesSatisfaits, direPart, part, seMontre, synthese } from './resultats.ts'

const jour = (t: string) => t as DateCivile
const question = (q: Partial<Question> & Pick<Question, 'genre' | 'libelle'>): Question => ({
  obligatoire: true,
  ...q,
  id: idDe(q),
})
const aime = question({ genre: 'oui-non', libelle: 'Aimez-vous ?', alerte: ['non'] })
const pourquoi = question({
  genre: 'texte',
  libelle: 'Pourquoi ?',
  si: { question: aime.id, parmi: ['non'] },
})
const poser = (...questions: Question[]) =>
  developper({ intro: '', questions }, ['Saluer', 'Orienter']).questions
const recus = (o: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(o))

describe('les modèles prêts', () => {
  it.each(listeGenres)('« %s » se pose tel quel, avec et sans objectif, et se relit de la base', (genre) => {
    const { contenu } = modelesPrets[genre]
    expect(verifierContenu(contenu)).toBeUndefined()
    const pose = developper(contenu, ['Saluer', 'Orienter'])
    expect(lireContenu(JSON.parse(JSON.stringify(pose)))).toEqual(pose)
    expect(new Set(pose.questions.map((q) => q.id)).size).toBe(pose.questions.length)
    expect(developper(contenu, []).questions.every((q) => !q.parObjectif)).toBe(true)
  })
  it('seule l’évaluation des acquis évalue ; les appréciations ont une question de satisfaction', () => {
    for (const genre of listeGenres) {
      const { questions } = modelesPrets[genre].contenu
      expect(questions.some((q) => q.genre === 'acquis')).toBe(genre === 'acquis')
      if (['chaud', 'froid', 'entreprise', 'financeur', 'intervenant'].includes(genre))
        expect(questions.filter((q) => q.sert === 'satisfaction')).toHaveLength(1)
    }
    expect(modelesPrets.chaud.contenu.questions.some((q) => q.sert === 'moyens')).toBe(true)
  })
})

describe('composer', () => {
  it('une évaluation des acquis pose une question d’acquis ; un autre questionnaire s’en passe', () => {
    const acquis = question({ genre: 'acquis', libelle: 'Sait dire bonjour' })
    const modele = (...questions: Question[]) => ({ intro: '', questions })
    expect(verifierModele(modele(aime), 'evaluateur')?.code).toBe('sans-acquis')
    expect(verifierModele(modele(aime, acquis), 'evaluateur')).toBeUndefined()
    expect(verifierModele(modele(aime), 'stagiaire')).toBeUndefined()
    expect(verifierModele(modele(), 'evaluateur')?.code).toBe('vide')
  })
  const refuse = (...questions: Question[]) => verifierContenu({ intro: '', questions })?.code
  it('refuse le vide, le double, le choix pauvre, l’alerte et la condition qui ne tiennent pas', () => {
    expect(refuse()).toBe('vide')
    expect(refuse(aime, aime)).toBe('double')
    expect(refuse(question({ genre: 'choix', libelle: 'X', choix: ['seul'] }))).toBe('choix')
    expect(refuse(question({ genre: 'choix', libelle: 'X', choix: ['Été', 'ete'] }))).toBe('choix')
    expect(refuse({ ...aime, alerte: ['peut-être'] })).toBe('alerte')
    expect(refuse(pourquoi, aime)).toBe('condition')
    expect(refuse(aime, { ...pourquoi, si: { question: aime.id, parmi: ['bof'] } })).toBe('condition')
    const libre = question({ genre: 'texte', libelle: 'Libre' })
    expect(refuse(libre, { ...pourquoi, si: { question: libre.id, parmi: ['x'] } })).toBe('condition')
    const par = question({ genre: 'echelle', libelle: 'Savez-vous', parObjectif: true })
    expect(refuse(par, { ...pourquoi, si: { question: par.id, parmi: ['1'] } })).toBe('condition')
    expect(refuse(aime, pourquoi)).toBeUndefined()
  })
  it('la même question a le même identifiant ; d’autres mots, d’autres réponses en font une autre', () => {
    expect(question({ genre: 'oui-non', libelle: 'AIMEZ-VOUS ?' }).id).toBe(aime.id)
    expect(question({ genre: 'texte', libelle: 'Aimez-vous ?' }).id).not.toBe(aime.id)
    expect(idDe({ genre: 'choix', libelle: 'A', choix: ['x', 'y'] })).not.toBe(
      idDe({ genre: 'choix', libelle: 'A', choix: ['y', 'x'] }),
    )
  })
  it('une question par objectif se répète, nommée, et sa partie ne s’ouvre qu’une fois', () => {
    const par = question({ genre: 'acquis', libelle: 'Sait', section: 'Objectifs', parObjectif: true })
    expect(poser(par).map((q) => [q.id, q.objectif, q.section])).toEqual([
      [`${par.id}-1`, 'Saluer', 'Objectifs'],
      [`${par.id}-2`, 'Orienter', undefined],
    ])
  })
  it('un contenu abîmé en base ne fait rien tomber', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (v) => {
        const lu = lireContenu(v)
        expect(Array.isArray(lu.questions)).toBe(true)
      }),
    )
  })
})

describe('répondre', () => {
  it('exige ce qui est obligatoire, et seulement si sa condition est remplie', () => {
    const questions = poser(aime, pourquoi)
    const non = lireReponses(questions, recus({ [aime.id]: ['non'] }))
    expect(non.ok ? [] : [...non.error.keys()]).toEqual([pourquoi.id])
    const oui = lireReponses(questions, recus({ [aime.id]: ['oui'], [pourquoi.id]: ['écrit sans script'] }))
    expect(oui.ok && oui.value.map((v) => v.question)).toEqual([aime.id])
  })
  it('refuse ce qui n’était pas proposé, garde les cases dans l’ordre, lit nombres et dates à la française', () => {
    const cases = question({ genre: 'plusieurs', libelle: 'Quoi ?', choix: ['A', 'B', 'C'] })
    const nombre = question({ genre: 'nombre', libelle: 'Combien ?' })
    const date = question({ genre: 'date', libelle: 'Quand ?' })
    const questions = poser(cases, nombre, date)
    const lu = lireReponses(
      questions,
      recus({ [cases.id]: ['3', '1'], [nombre.id]: ['1 400,5'], [date.id]: ['22/03/2027'] }),
    )
    expect(lu.ok && lu.value.map((v) => [v.rang, v.code, v.millemes, v.texte])).toEqual([
      [0, '1', null, null],
      [1, '3', null, null],
      [0, null, 1_400_500, null],
      [0, null, null, '2027-03-22'],
    ])
    expect(lu.ok && direReponse(questions[0] as never, lu.value)).toBe('A, C')
    expect(
      lireReponses(questions, recus({ [cases.id]: ['4'], [nombre.id]: ['x'], [date.id]: ['31/02/2027'] })),
    ).toMatchObject({ ok: false })
    expect(lireMillemes('1e9')).toBeUndefined()
  })
  it('une réponse vide n’est pas une réponse, même si rien n’est obligatoire', () => {
    expect(
      lireReponses(poser({ ...pourquoi, obligatoire: false, si: undefined as never }), recus({})),
    ).toMatchObject({ ok: false })
  })
  it('quoi qu’on envoie, ce qui est gardé répond à une question posée et prend une valeur proposée', () => {
    const questions = developper(modelesPrets.chaud.contenu, ['Saluer']).questions
    const arbitraire = fc.dictionary(
      fc.constantFrom(...questions.map((q) => q.id), 'intrus', '__proto__'),
      fc.array(fc.oneof(fc.constantFrom('1', '2', '5', 'oui', 'non', '', '999'), fc.string()), {
        maxLength: 3,
      }),
    )
    fc.assert(
      fc.property(arbitraire, (o) => {
        const lu = lireReponses(questions, new Map(Object.entries(o)))
        if (!lu.ok) return
        const donnees = new Map<string, string[]>()
        for (const v of lu.value) donnees.set(v.question, [...(donnees.get(v.question) ?? []), v.code ?? ''])
        for (const v of lu.value) {
          const q = questions.find((x) => x.id === v.question)
          expect(q).toBeDefined()
          if (!q) continue
          expect(estPosee(q, donnees)).toBe(true)
          if (v.code !== null) expect(optionsDe(q).map((x) => x.value)).toContain(v.code)
        }
      }),
    )
  })
  it('alerte sur les réponses dites, et sur elles seules', () => {
    const questions = poser(aime)
    const v = (code: string) => [{ question: aime.id, rang: 0, code, millemes: null, texte: null }]
    expect([alerte(questions, v('non')), alerte(questions, v('oui')), alerte(questions, [])]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('les réglages', () => {
  it.each([
    ['4, 10', [4, 10]],
    ['1;60', [1, 60]],
    ['', []],
    ['4, 4', undefined],
    ['10, 4', undefined],
    ['0', undefined],
    ['61', undefined],
    ['1, 2, 3, 4, 5, 6', undefined],
    ['quatre', undefined],
    ['4.5', undefined],
  ])('les rappels « %s » : %j', (dits, lus) => expect(lireRelances(dits)).toEqual(lus))
  it('ce qui prépare part avant, ce qui suit part après ; un genre non dit garde son écart', () => {
    expect(fautesDEcarts({})).toEqual({})
    expect(fautesDEcarts({ besoin: -1, chaud: 0 })).toEqual({})
    expect(Object.keys(fautesDEcarts({ besoin: 0, chaud: -1 })).sort()).toEqual(['besoin', 'chaud'])
  })
})

describe('les moments', () => {
  const dates = { debut: jour('2026-11-10'), fin: jour('2026-11-12') }
  const r = reglageParDefaut
  it('ce qui prépare part avant et se clôt la veille ; le reste attend le dernier jour', () => {
    expect(verifierMoment('besoin', dates, jour('2026-11-10')).ok).toBe(false)
    expect(verifierMoment('chaud', dates, jour('2026-11-11')).ok).toBe(false)
    expect(verifierMoment('chaud', dates, jour('2026-11-12')).ok).toBe(true)
    expect(dernierJour('positionnement', dates, r, jour('2026-11-01'))).toBe('2026-11-09')
    expect(dernierJour('chaud', dates, r, jour('2026-11-12'))).toBe('2026-11-26')
    expect(dernierJour('chaud', dates, r, jour('2026-12-25'))).toBe('2027-01-01')
  })
  it('la tournée prend ce dont le jour est venu, et laisse ce qui est trop vieux', () => {
    expect(dus(dates, r, jour('2026-10-12'))).toEqual(['besoin'])
    expect(dus(dates, r, jour('2026-11-12'))).toEqual(['acquis', 'chaud', 'intervenant'])
    expect(dus(dates, r, jour('2027-01-11'))).toEqual(['entreprise', 'froid'])
    expect(dus(dates, { ...r, ecarts: { froid: 90 } }, jour('2027-01-13'))).toEqual([])
  })
  it('le jour dit n’est pas un retard ; le lendemain, ce qui n’est pas parti manque', () => {
    const [veille, fin, lendemain] = [jour('2026-11-11'), jour('2026-11-12'), jour('2026-11-13')]
    expect([veille, fin, lendemain].map((j) => etatDuRecueil(undefined, fin, j))).toEqual([
      'a-venir',
      'a-venir',
      'manquant',
    ])
    const k = { demandes: 2, reponses: 0, close: false }
    expect(etatDuRecueil(k, fin, lendemain)).toBe('a-venir')
    expect(etatDuRecueil({ ...k, close: true }, fin, lendemain)).toBe('manquant')
    expect(etatDuRecueil({ ...k, reponses: 1 }, fin, lendemain)).toBe('partiel')
    expect(etatDuRecueil({ ...k, reponses: 2 }, fin, lendemain)).toBe('prouve')
  })
  it('à envoyer, un seul se nomme ; plusieurs se comptent, et ne sont « d’autres » que d’une autre session', () => {
    const chaud = { id: 's1', intitule: 'Accueillir', genre: 'chaud' } as const
    const dire = (...dues: Parameters<typeof direDus>[1]) => {
      const { chose, detail } = direDus(chaud, dues)
      return [chose, detail].map((t) => t.replace(/[\u00a0\u202f]/g, ' '))
    }
    expect(dire(chaud)).toEqual([`« ${genres.chaud.nom} »`, 'Accueillir : son jour est venu.'])
    expect(dire(chaud, { ...chaud, genre: 'intervenant' })).toEqual([
      '2 questionnaires',
      'Accueillir : leur jour est venu.',
    ])
    expect(dire(chaud, { ...chaud, id: 's2', intitule: 'Vendre' })).toEqual([
      '2 questionnaires',
      'Accueillir, et d’autres : leur jour est venu.',
    ])
  })
  it('on relance un nombre fini de fois, jamais deux fois le même jour', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }), (ecarts) => {
        const relances = [...ecarts].sort((a, b) => a - b)
        let [envois, dernierLe] = [1, jour('2026-11-12')]
        for (let i = 0; i < 200; i += 1) {
          const j = ajouterJours(jour('2026-11-12'), i)
          if (!relanceDue({ envois, premierLe: jour('2026-11-12'), dernierLe }, relances, j)) continue
          expect(j > dernierLe).toBe(true)
          envois += 1
          dernierLe = j
        }
        expect(envois).toBe(1 + relances.length)
      }),
    )
  })
  it('chaque genre a un moment et une durée', () => {
    for (const g of listeGenres) expect(genres[g].ouvert).toBeGreaterThan(0)
  })
})

describe('les résultats', () => {
  it('disent l’effectif de chaque question ; ses parts font le tout, sauf quand on coche plusieurs cases', () => {
    const [q] = poser(aime)
    const comptes = [
      { question: aime.id, code: 'oui', nombre: 3, personnes: 3, somme: null, mini: null, maxi: null },
      { question: aime.id, code: 'non', nombre: 1, personnes: 1, somme: null, mini: null, maxi: null },
    ]
    const [res] = synthese(q ? [q] : [], comptes)
    expect([res?.n, res?.repartition.map((x) => x.part)]).toEqual([4, [750, 250]])
  })
  it('sans réponse, pas de pour cent', () => {
    expect(part(0, 0)).toBeNull()
    expect(direPart(null)).toBe('sans réponse')
  })
  it('un recueil anonyme se tait tant qu’il est ouvert, ou sous le seuil', () => {
    const c = { anonyme: true, clos: true, reponses: 5 }
    expect(seMontre(c)).toBe(true)
    expect(seMontre({ ...c, clos: false, reponses: 50 })).toBe(false)
    expect(seMontre({ ...c, reponses: 4 })).toBe(false)
    expect(seMontre({ anonyme: false, clos: false, reponses: 1 })).toBe(true)
  })
  it('être satisfait, c’est une des deux plus hautes notes, ou « oui »', () => {
    expect(codesSatisfaits({ genre: 'echelle', max: 5 })).toEqual(['4', '5'])
    expect(codesSatisfaits({ genre: 'oui-non' })).toEqual(['oui'])
    expect(codesSatisfaits({ genre: 'texte' })).toEqual([])
  })
})

// Le contenu d’un modèle est du type que la base garde.
const _contenu: Contenu = modelesPrets.chaud.contenu
void _contenu

describe('ce que seule la personne référente handicap lit', () => {
  it('la question des modèles prêts, et toute question qui en parle ; une autre contrainte se lit', () => {
    const parlent = Object.values(modelesPrets).flatMap((m) => m.contenu.questions.filter(parleDeHandicap))
    expect(parlent.length).toBeGreaterThan(0)
    expect(parlent.every((q) => q.genre === 'oui-non')).toBe(true)
    expect(parleDeHandicap({ libelle: 'Avez-vous une reconnaissance de handicap ?' })).toBe(true)
    expect(parleDeHandicap({ libelle: 'Avez-vous une contrainte d’horaire ?' })).toBe(false)
  })
})
