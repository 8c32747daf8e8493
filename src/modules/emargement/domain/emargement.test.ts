import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { composerEntree, type Fait } from './entree.ts'
import { calculerHeuresSuivies, type SeanceSuivie } from './heures-suivies.ts'
import { chainer, engager, hexa, objetDe, racineDe } from './maillon.ts'
import { regulariser } from './regulariser.ts'
import {
  fenetreDe,
  type InscriptionId,
  type Presence,
  type SeanceAEmarger,
  type SeanceId,
  signerDemiJournee,
  type Tentative,
} from './signer-demi-journee.ts'

const d = (t: string): DateCivile => {
  const date = dateCivile(t)
  if (!date) throw new Error(t)
  return date
}
const un = <K extends string>(n: number) => {
  const lu = asId<K>(`018f3a00-0000-7000-8000-${String(n).padStart(12, '0')}`)
  if (!lu) throw new Error('id')
  return lu
}
const inscriptionId: InscriptionId = un(1)
const seanceId: SeanceId = un(2)
const [marc, lea] = [un<'Personne'>(3), un<'Personne'>(4)] as [PersonneId, PersonneId]
const seance = (s: Partial<SeanceAEmarger> = {}): SeanceAEmarger => ({
  id: seanceId,
  date: d('2026-11-24'),
  debut: 540,
  fin: 750,
  zone: 'Europe/Paris',
  avanceMin: 0,
  close: false,
  ...s,
})
/** 9 h – 12 h 30 à Paris : 8 h – 11 h 30 UTC, fenêtre fermée à 13 h 30 UTC. */
const a = (heure: string) => new Date(`2026-11-24T${heure}Z`)
const attendue: Presence = { etat: 'attendue' }
const geste = (maintenant: Date, g: Partial<Tentative> = {}): Tentative => ({
  inscriptionId,
  maintenant,
  ...g,
})
const code = (r: { ok: true } | { ok: false; error: { code: string } }) => (r.ok ? 'ok' : r.error.code)

describe('signer une demi-journée', () => {
  it.each<[string, Partial<SeanceAEmarger>, Presence, Date, string]>([
    ['dans la fenêtre', {}, attendue, a('08:05:00'), 'ok'],
    ['à la seconde où elle ouvre', {}, attendue, a('08:00:00'), 'ok'],
    ['à la seconde où elle ferme', {}, attendue, a('13:30:00'), 'ok'],
    ['une seconde trop tôt', {}, attendue, a('07:59:59'), 'hors-fenetre'],
    ['une seconde trop tard', {}, attendue, a('13:30:01'), 'hors-fenetre'],
    ['réglée à quinze minutes, un quart d’heure avant', { avanceMin: 15 }, attendue, a('07:45:00'), 'ok'],
    [
      'réglée à quinze minutes, une seconde trop tôt',
      { avanceMin: 15 },
      attendue,
      a('07:44:59'),
      'hors-fenetre',
    ],
    [
      'réglée à quinze minutes, elle ferme à la même heure',
      { avanceMin: 15 },
      attendue,
      a('13:30:01'),
      'hors-fenetre',
    ],
    ['feuille close', { close: true }, attendue, a('08:05:00'), 'feuille-close'],
    ['déjà signée', {}, { etat: 'signee', signeeLe: a('08:01:00') }, a('08:05:00'), 'deja-signee'],
    [
      'déjà signée puis close : on rassure d’abord',
      { close: true },
      { etat: 'signee', signeeLe: a('08:01:00') },
      a('20:00:00'),
      'deja-signee',
    ],
    ['notée absente', {}, { etat: 'absente', motif: 'train' }, a('08:05:00'), 'notee-absente'],
    ['9 h à La Réunion n’est pas 9 h à Paris', { zone: 'Indian/Reunion' }, attendue, a('05:00:00'), 'ok'],
    [
      '9 h de Paris est trop tôt en Martinique',
      { zone: 'America/Martinique' },
      attendue,
      a('08:05:00'),
      'hors-fenetre',
    ],
  ])('%s', (_, s, presence, maintenant, attendu) =>
    expect(code(signerDemiJournee(seance(s), presence, geste(maintenant)))).toBe(attendu),
  )
  it('la signature dit les deux heures', () =>
    expect(signerDemiJournee(seance(), attendue, geste(a('08:05:00')))).toEqual({
      ok: true,
      value: { inscriptionId, seanceId, signeeLe: a('08:05:00'), recueLe: a('08:05:00'), horsLigne: false },
    }))
  it('le refus dit les heures à la pendule de la salle', () => {
    const r = signerDemiJournee(seance(), attendue, geste(a('07:00:00')))
    expect(r.ok ? '' : r.error.phrase.replace(/\u00a0/g, ' ')).toContain('On signe de 9 h à 14 h 30.')
  })
  it.each<[string, Date, Date, string]>([
    ['reçue le lendemain', a('08:05:00'), new Date('2026-11-25T09:00:00Z'), 'ok'],
    ['huit jours après', a('08:05:00'), new Date('2026-12-02T09:00:00Z'), 'hors-fenetre'],
    ['l’appareil se dit dans l’avenir', a('10:00:00'), a('09:59:59'), 'hors-fenetre'],
    ['faite hors de la fenêtre, reçue dedans', a('07:00:00'), a('09:00:00'), 'hors-fenetre'],
  ])('hors ligne, %s', (_, faitLe, maintenant, attendu) =>
    expect(code(signerDemiJournee(seance(), attendue, geste(maintenant, { horsLigne: { faitLe } })))).toBe(
      attendu,
    ),
  )
  it('en ligne, on signe si et seulement si l’instant est dans la fenêtre', () =>
    fc.assert(
      fc.property(fc.integer({ min: -36_000, max: 86_400 }), (s) => {
        const maintenant = new Date(a('08:00:00').getTime() + s * 1000)
        const { ouvreLe, fermeLe } = fenetreDe(seance())
        return (
          signerDemiJournee(seance(), attendue, geste(maintenant)).ok ===
          (maintenant >= ouvreLe && maintenant <= fermeLe)
        )
      }),
    ))
})

describe('régulariser', () => {
  const g = {
    inscriptionId,
    par: marc,
    formateurs: [marc],
    motif: 'téléphone déchargé, présente toute la matinée',
    maintenant: a('16:00:00'),
  }
  const absente: Presence = { etat: 'absente', motif: 'erreur' }
  it.each<
    [
      string,
      Partial<SeanceAEmarger>,
      Presence,
      Partial<typeof g & { minutes: { retard: number; depart: number } }>,
      string,
    ]
  >([
    ['après la fenêtre', {}, attendue, {}, 'ok'],
    ['par un autre', {}, attendue, { par: lea }, 'pas-le-formateur'],
    ['sans motif', {}, attendue, { motif: '  oubli ' }, 'motif-exige'],
    ['la personne peut encore signer', {}, attendue, { maintenant: a('13:30:00') }, 'fenetre-ouverte'],
    ['déjà signée', {}, { etat: 'signee', signeeLe: a('08:01:00') }, {}, 'deja-signee'],
    ['feuille close', { close: true }, attendue, {}, 'feuille-close'],
    ['absence notée par erreur, séance finie', {}, absente, { maintenant: a('11:30:00') }, 'ok'],
    [
      'absence notée par erreur, séance en cours',
      {},
      absente,
      { maintenant: a('11:29:59') },
      'seance-non-finie',
    ],
    [
      'retard et départ mangent toute la séance',
      {},
      attendue,
      { minutes: { retard: 200, depart: 10 } },
      'minutes-invalides',
    ],
    ['retard négatif', {}, attendue, { minutes: { retard: -1, depart: 0 } }, 'minutes-invalides'],
  ])('%s', (_, s, presence, x, attendu) =>
    expect(code(regulariser(seance(s), presence, { ...g, ...x }))).toBe(attendu),
  )
})

describe('les heures suivies', () => {
  const s = (suivi: SeanceSuivie['suivi'], reste: Partial<SeanceSuivie> = {}): SeanceSuivie => ({
    debut: 540,
    fin: 750,
    distance: false,
    suivi,
    ...reste,
  })
  it('ne compte que ce qui est signé ou régularisé, moins retards et départs', () =>
    expect(
      calculerHeuresSuivies([
        s({ etat: 'signee' }),
        s({ etat: 'signee', retardMin: 20, departAnticipeMin: 10 }),
        s({ etat: 'regularisee' }, { distance: true }),
        s({ etat: 'absente' }),
        s({ etat: 'attendue' }),
        s({ etat: 'annulee' }),
      ]),
    ).toEqual({
      planifieMin: 1050,
      suiviMin: 600,
      distanceMin: 210,
      signatures: 2,
      regularisations: 1,
      absences: 1,
      nonStatuees: 1,
    }))
  it('la pause du repas ne compte pas', () =>
    expect(calculerHeuresSuivies([s({ etat: 'signee' }, { pauseLongueMin: 30 })]).suiviMin).toBe(180))
  it('le suivi reste entre zéro et le planifié, quoi qu’on saisisse', () => {
    const suivi = fc.oneof(
      fc.record({
        etat: fc.constantFrom('signee' as const, 'regularisee' as const),
        retardMin: fc.integer({ min: -99, max: 999 }),
        departAnticipeMin: fc.integer({ min: -99, max: 999 }),
      }),
      fc.record({ etat: fc.constantFrom('absente' as const, 'attendue' as const, 'annulee' as const) }),
    )
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            debut: fc.nat(700),
            fin: fc.nat(1440),
            pauseLongueMin: fc.nat(90),
            distance: fc.boolean(),
            suivi,
          }),
        ),
        (liste) => {
          const r = calculerHeuresSuivies(liste)
          return r.suiviMin >= 0 && r.suiviMin <= r.planifieMin && r.distanceMin <= r.suiviMin
        },
      ),
    )
  })
})

describe('l’entrée du registre', () => {
  const hacher = (o: Uint8Array) => new Uint8Array(createHash('sha256').update(o).digest())
  const canoniser = (v: unknown) => canonicalize(v) ?? ''
  const outils = { hacher, canoniser }
  const sel = (n: number) => new Uint8Array(32).fill(n)
  const fait = (f: Partial<Fait> = {}): Fait => ({
    genre: 'presence',
    id: un(9),
    seance: seanceId,
    inscription: inscriptionId,
    faitLe: a('08:05:00'),
    recuLe: a('08:05:01'),
    prive: {
      identite: { donnees: { nom: 'Haddad', prenom: 'Yasmine' }, sel: sel(1) },
      connexion: { donnees: { ip: '192.0.2.7' }, sel: sel(2) },
    },
    ...f,
  })
  it('ne contient aucune donnée de la personne, seulement des engagements', () => {
    const { texte, contenu } = composerEntree(fait(), outils)
    for (const secret of ['Haddad', 'Yasmine', '192.0.2.7']) expect(texte).not.toContain(secret)
    expect(Object.keys(contenu.engagements)).toEqual(['identite', 'connexion'])
    expect(contenu.format).toBe('coforme-presence/1')
  })
  it('son texte est canonique et ne dépend pas de l’ordre des champs', () => {
    const { texte, contenu } = composerEntree(fait(), outils)
    expect(canoniser(JSON.parse(texte))).toBe(texte)
    expect(texte).toBe(canoniser(Object.fromEntries(Object.entries(contenu).reverse())))
  })
  it('un engagement se vérifie avec son sel et se tait sans lui', () => {
    const donnees = { nom: 'Haddad', prenom: 'Yasmine' }
    const { contenu } = composerEntree(fait(), outils)
    expect(engager(canoniser(donnees), sel(1), hacher)).toBe(contenu.engagements.identite)
    expect(engager(canoniser(donnees), sel(3), hacher)).not.toBe(contenu.engagements.identite)
  })
  it('un sel trop court ou servi deux fois est une faute de programme', () => {
    expect(() => engager('{}', new Uint8Array(31), hacher)).toThrow(RangeError)
    expect(() =>
      composerEntree(
        fait({ prive: { identite: { donnees: 1, sel: sel(1) }, trace: { donnees: 2, sel: sel(1) } } }),
        outils,
      ),
    ).toThrow(RangeError)
  })
  it('la chaîne suit la formule écrite, octet pour octet', () => {
    const precedente = racineDe(un(7), hacher)
    const objet = objetDe(un(8), sel(5), hacher)
    expect(hexa(precedente)).toBe(
      createHash('sha256')
        .update(`coforme-registre/1 ${un(7)}`)
        .digest('hex'),
    )
    const attendu = createHash('sha256')
      .update(precedente)
      .update(Buffer.from('0000000000000001', 'hex'))
      .update(objet)
      .update(createHash('sha256').update('{"é":1}').digest())
      .digest('hex')
    expect(hexa(chainer({ precedente, numero: 1n, objet, contenu: '{"é":1}' }, hacher))).toBe(attendu)
  })
  it('changer un seul signe du contenu, le numéro, l’objet ou la précédente change l’empreinte', () => {
    const base = {
      precedente: racineDe(un(7), hacher),
      numero: 3n,
      objet: objetDe(un(8), sel(5), hacher),
      contenu: '{"a":1}',
    }
    const empreintes = [
      base,
      { ...base, contenu: '{"a":2}' },
      { ...base, numero: 4n },
      { ...base, objet: sel(0) },
      { ...base, precedente: sel(0) },
    ].map((m) => hexa(chainer(m, hacher)))
    expect(new Set(empreintes).size).toBe(5)
  })
})
