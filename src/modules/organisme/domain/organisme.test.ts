import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, dateCivile, jourDeRang } from '#kernel/dates.ts'
import { type ActiviteId, asId, type PersonneId } from '#kernel/id.ts'
import { centimes } from '#kernel/montant.ts'
import { type Acteur, type Droit, droits, peut, type Role, roles } from './droits.ts'
import {
  changerEnseigne,
  type Enseigne,
  enseigneADire,
  nommerEnseigne,
  portee,
  type Rattachement,
} from './enseignes.ts'
import { type Forme, mentionForme, mentionLegale } from './forme.ts'
import {
  ajouterExercice,
  creerOrganisme,
  exerciceDe,
  joursExercice,
  mentionTva,
  type OrganismeSaisi,
} from './organisme.ts'
import { type Delegation, peutSigner } from './signataires.ts'

const d = (t: string): DateCivile => {
  const date = dateCivile(t)
  if (!date) throw new Error(t)
  return date
}
const id = <K extends 'Personne' | 'Activite'>(n: number) => {
  const lu = asId<K>(`018f3a00-0000-7000-8000-${String(n).padStart(12, '0')}`)
  if (!lu) throw new Error('id')
  return lu
}
const [helene, marc] = [id<'Personne'>(1), id<'Personne'>(2)] as [PersonneId, PersonneId]
const [commune, argile] = [id<'Activite'>(10), id<'Activite'>(11)] as [ActiviteId, ActiviteId]
const JOUR = '2026-11-24'

describe('la forme de la coopérative', () => {
  it.each<[Forme, string, string | undefined]>([
    [
      { genre: 'scop', societe: 'SA', cae: false, capitalVariable: true },
      'Scop SA à capital variable',
      'Société coopérative de production',
    ],
    [
      { genre: 'scic', societe: 'SAS', cae: true, capitalVariable: false },
      'Scic SAS, coopérative d’activité et d’emploi',
      'Société coopérative d’intérêt collectif',
    ],
    [
      { genre: 'cooperative', societe: 'SARL', cae: true, capitalVariable: true },
      'Société coopérative SARL à capital variable, coopérative d’activité et d’emploi',
      'Société coopérative',
    ],
    [{ genre: 'association' }, 'Association loi 1901', undefined],
    [{ genre: 'autre', libelle: 'GIE' }, 'GIE', undefined],
  ])('%j', (forme, mention, legale) => {
    expect(mentionForme(forme)).toBe(mention)
    expect(mentionLegale(forme)).toBe(legale)
  })
})

describe('créer un organisme', () => {
  const saisi: OrganismeSaisi = {
    nom: 'Langue & Lien',
    siret: '999 120 470 00011',
    nda: '84 38 99142 38',
    courriel: 'bonjour@langue-et-lien.example',
    forme: { genre: 'scop', societe: 'SA', cae: false, capitalVariable: true },
    tva: { regime: 'assujetti' },
    cloture: { mois: 12, jour: 31 },
  }
  const champs = (s: Partial<OrganismeSaisi>) => {
    const r = creerOrganisme({ ...saisi, ...s })
    return r.ok ? 'ok' : Object.fromEntries(Object.entries(r.error.champs).map(([c, x]) => [c, x.code]))
  }
  it('un organisme complet se crée sans avertissement', () =>
    expect(creerOrganisme(saisi)).toMatchObject({
      ok: true,
      value: {
        organisme: {
          code: 'langue-et-lien',
          siret: '99912047000011',
          nda: '84389914238',
          numeroTva: 'FR21999120470',
          cae: false,
        },
        avertissements: [],
      },
    }))
  it('un organisme neuf n’a pas encore de numéro, et on le lui dit', () => {
    const r = creerOrganisme({ ...saisi, nda: '' })
    expect(r).toMatchObject({
      ok: true,
      value: { organisme: { nda: null }, avertissements: [{ code: 'nda-absent' }] },
    })
  })
  it.each<[Partial<OrganismeSaisi>, unknown]>([
    [{ nom: ' ' }, { nom: 'nom-longueur', code: 'code-forme' }],
    [{ nom: '日本' }, { code: 'code-forme' }],
    [{ code: 'Langue et Lien' }, { code: 'code-forme' }],
    [{ code: 'connexion' }, { code: 'code-reserve' }],
    [
      { siret: '1', courriel: 'x' },
      { siret: 'siret-longueur', courriel: 'courriel-forme' },
    ],
    [{ nda: '12' }, { nda: 'nda-forme' }],
    [{ uai: '0754622T' }, { uai: 'uai-cle' }],
    [{ cloture: { mois: 2, jour: 30 } }, { cloture: 'cloture-inexistante' }],
    [{ cloture: { mois: 2, jour: 29 } }, 'ok'],
  ])('%j', (s, attendu) => expect(champs(s)).toEqual(attendu))
})

describe('TVA et exercices', () => {
  it('l’exonération ne vaut qu’à partir de la réception de la demande', () => {
    const tva = { regime: 'exonere', attestation: { demandeRecueLe: d('2026-03-01') } } as const
    expect(mentionTva(tva, d('2026-02-28'))).toEqual({ taux: 2000, couvert: false })
    expect(mentionTva(tva, d('2026-03-01'))).toEqual({
      texte: 'Exonération de TVA, article 261-4-4° a du CGI',
      taux: 0,
      couvert: true,
    })
    expect(mentionTva({ regime: 'franchise' }, d('2026-01-01')).texte).toBe(
      'TVA non applicable, art.\u00a0293 B du CGI',
    )
    expect(mentionTva({ regime: 'assujetti' }, d('2026-01-01'))).toEqual({ taux: 2000, couvert: true })
  })
  it.each([
    ['2026-11-24', 12, 31, '2026-01-01', '2026-12-31'],
    ['2026-08-31', 8, 31, '2025-09-01', '2026-08-31'],
    ['2026-09-01', 8, 31, '2026-09-01', '2027-08-31'],
    ['2028-02-29', 2, 28, '2027-03-01', '2028-02-29'],
  ])('le %s, clôture au mois %d jour %d : du %s au %s', (date, mois, jour, debut, fin) =>
    expect(exerciceDe(d(date), { mois, jour })).toEqual({ debut: d(debut), fin: d(fin) }),
  )
  it('un exercice contient sa date, dure douze mois et touche le suivant', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        (rang, mois, jour) => {
          const date = jourDeRang(rang)
          const e = exerciceDe(date, { mois, jour })
          expect(e.debut <= date && date <= e.fin).toBe(true)
          expect([365, 366]).toContain(joursExercice(e))
          expect(exerciceDe(ajouterJours(e.fin, 1), { mois, jour }).debut).toBe(ajouterJours(e.fin, 1))
        },
      ),
    ))
  it.each([
    ['2027-01-01', '2027-12-31', 'ok'],
    ['2026-12-31', '2027-12-30', 'exercice-chevauche'],
    ['2027-12-31', '2027-01-01', 'exercice-inverse'],
    ['2027-01-01', '2029-01-01', 'exercice-trop-long'],
  ])('ajouter du %s au %s : %s', (debut, fin, code) => {
    const r = ajouterExercice([{ debut: d('2026-01-01'), fin: d('2026-12-31') }], {
      debut: d(debut),
      fin: d(fin),
    })
    expect(r.ok ? 'ok' : r.error.code).toBe(code)
  })
})

describe('les droits', () => {
  const seul = (role: Role): Acteur => ({
    roles: [{ role, ...(role === 'auditeur' ? { jusque: '2026-12-31' } : {}) }],
  })
  const tous = Object.keys(roles) as Role[]
  const qui = (geste: Droit) => tous.filter((r) => peut(seul(r), geste, { estSien: true }, JOUR))
  it.each<[Droit, Role[]]>([
    ['documents.signer', ['responsable']],
    ['documents.emettre', ['responsable', 'responsable-pedagogique', 'assistant', 'equipe-appui']],
    ['handicap.lire', ['referent-handicap']],
    ['handicap.ecrire', ['referent-handicap']],
    ['handicap.mesures', ['responsable-pedagogique', 'formateur', 'referent-handicap']],
    ['emargement.regulariser', ['formateur']],
    ['membres.gerer', ['administration', 'responsable']],
    ['delegations.donner', ['responsable']],
    ['transferts.mener', ['responsable']],
    ['facturation.emettre', ['responsable', 'comptable', 'equipe-appui']],
    ['pieces.viser', ['responsable', 'equipe-appui']],
    ['baremes.regler', ['responsable', 'equipe-appui']],
    ['donnees.effacer', ['responsable', 'dpo']],
    [
      'inscriptions.inscrire',
      ['responsable', 'commercial', 'responsable-pedagogique', 'formateur', 'assistant', 'equipe-appui'],
    ],
  ])('%s : %j', (geste, attendus) => expect(qui(geste)).toEqual(tous.filter((r) => attendus.includes(r))))
  it('l’auditeur n’écrit jamais rien, et ne lit que jusqu’à son terme', () => {
    for (const geste of Object.keys(droits) as Droit[])
      if (droits[geste].ecrit) expect(peut(seul('auditeur'), geste, { estSien: true }, JOUR)).toBe(false)
    expect(peut(seul('auditeur'), 'emargement.lire', {}, '2026-12-31')).toBe(true)
    expect(peut(seul('auditeur'), 'emargement.lire', {}, '2027-01-01')).toBe(false)
    expect(peut({ roles: [{ role: 'auditeur' }] }, 'emargement.lire', {}, JOUR)).toBe(false)
  })
  it('un formateur n’anime que ses sessions', () => {
    expect(peut(seul('formateur'), 'emargement.animer', { estSien: true }, JOUR)).toBe(true)
    expect(peut(seul('formateur'), 'emargement.animer', { estSien: false }, JOUR)).toBe(false)
    expect(peut(seul('formateur'), 'emargement.animer', {}, JOUR)).toBe(false)
  })
  it('en assistance on n’écrit pas et on ne lit pas les besoins de handicap', () => {
    for (const geste of Object.keys(droits) as Droit[]) {
      const acteur: Acteur = { roles: tous.map((role) => ({ role, jusque: '2099-12-31' })), assistance: true }
      const attendu = !droits[geste].ecrit && !geste.startsWith('handicap.')
      expect(peut(acteur, geste, { estSien: true }, JOUR)).toBe(attendu)
    }
  })
  it('sans rôle, ou avec un rôle échu, on ne peut rien', () => {
    for (const geste of Object.keys(droits) as Droit[]) {
      expect(peut({ roles: [] }, geste, { estSien: true }, JOUR)).toBe(false)
      expect(
        peut({ roles: tous.map((role) => ({ role, jusque: '2026-11-23' })) }, geste, { estSien: true }, JOUR),
      ).toBe(false)
    }
  })
  it('chaque droit et chaque rôle se dit en une phrase', () => {
    for (const { phrase } of [...Object.values(droits), ...Object.values(roles)])
      expect(phrase).toMatch(/^[A-ZÉÀ].*\.$/)
  })
})

describe('signer pour l’organisme', () => {
  const base: Delegation = {
    personne: marc,
    genre: 'delegation',
    pieces: ['convention', 'devis'],
    plafondHt: centimes(500_000),
    debut: d('2026-01-01'),
    fin: d('2026-12-31'),
    revoqueeLe: null,
  }
  const code = (
    dl: Delegation[],
    piece: Parameters<typeof peutSigner>[2],
    montant: number | null,
    date = '2026-11-24',
    qui = marc,
  ) => {
    const r = peutSigner(dl, qui, piece, montant === null ? null : centimes(montant), d(date))
    return r.ok ? 'ok' : r.error.code
  }
  it('ce qui ne se délègue pas ne se signe que par fonction, quoi que couvre une délégation', () => {
    const signe = (genre: 'fonction' | 'delegation') =>
      peutSigner([{ ...base, genre, pieces: '*', plafondHt: null }], marc, null, null, d('2026-11-24')).ok
    expect([signe('fonction'), signe('delegation')]).toEqual([true, false])
  })
  it.each([
    ['convention', 500_000, '2026-11-24', 'ok'],
    ['convention', 500_001, '2026-11-24', 'plafond-depasse'],
    ['convention', -500_001, '2026-11-24', 'plafond-depasse'],
    ['facture', 100, '2026-11-24', 'piece-non-deleguee'],
    ['convention', 100, '2027-01-01', 'delegation-echue'],
    ['convention', 100, '2025-12-31', 'delegation-echue'],
    ['convention', null, '2026-12-31', 'ok'],
  ] as const)('%s de %s centimes le %s : %s', (piece, montant, date, attendu) =>
    expect(code([base], piece, montant, date)).toBe(attendu),
  )
  it('une autre personne n’a rien, une délégation révoquée cesse le jour même', () => {
    expect(code([base], 'convention', 1, '2026-11-24', helene)).toBe('sans-delegation')
    expect(code([{ ...base, revoqueeLe: d('2026-11-24') }], 'convention', 1)).toBe('delegation-echue')
    expect(code([{ ...base, revoqueeLe: d('2026-11-25') }], 'convention', 1)).toBe('ok')
  })
  it('deux délégations ne s’additionnent pas, le représentant légal n’a pas de plafond', () => {
    expect(code([base, base], 'convention', 900_000)).toBe('plafond-depasse')
    expect(
      code([{ ...base, genre: 'fonction', pieces: '*', plafondHt: null, fin: null }], 'avoir', -99_999_999),
    ).toBe('ok')
  })
  it('qui peut signer un montant peut signer tout montant plus petit', () =>
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.nat(1_000_000),
        (a, b) =>
          code([base], 'devis', Math.max(a, b)) !== 'ok' || code([base], 'devis', Math.min(a, b)) === 'ok',
      ),
    ))
})

describe('les enseignes', () => {
  const enseigne = (e: Partial<Enseigne>): Enseigne => ({
    id: argile,
    nom: 'Argile',
    commune: false,
    etat: 'ouverte',
    ...e,
  })
  it.each([
    ['en-test', 'ouverte', 0, 'ok'],
    ['en-test', 'fermee', 0, 'ok'],
    ['ouverte', 'en-sortie', 3, 'ok'],
    ['ouverte', 'fermee', 0, 'transition-impossible'],
    ['en-sortie', 'fermee', 1, 'sessions-en-cours'],
    ['en-sortie', 'fermee', 0, 'ok'],
    ['fermee', 'ouverte', 0, 'transition-impossible'],
  ] as const)('%s vers %s avec %d session en cours : %s', (de, vers, n, attendu) => {
    const r = changerEnseigne(enseigne({ etat: de }), vers, n)
    expect(r.ok ? 'ok' : r.error.code).toBe(attendu)
  })
  it('l’enseigne commune ne ferme pas, un nom vide est refusé', () => {
    expect(changerEnseigne(enseigne({ commune: true }), 'en-sortie', 0)).toMatchObject({
      error: { code: 'enseigne-commune' },
    })
    expect(nommerEnseigne('  ')).toMatchObject({ error: { code: 'nom-vide' } })
    expect(nommerEnseigne(' Argile  vive ')).toEqual({ ok: true, value: 'Argile vive' })
  })
  it('les papiers disent la sienne, jamais la commune, qui est la coopérative même', () => {
    const toutes = [
      { id: commune, nom: 'Les Tisserands', commune: true },
      { id: argile, nom: 'Argile vive', commune: false },
    ]
    expect(enseigneADire(argile, toutes)).toBe('Argile vive')
    expect(enseigneADire(commune, toutes)).toBeUndefined()
    expect(enseigneADire(undefined, toutes)).toBeUndefined()
  })
  const liens: Rattachement[] = [
    { personne: marc, enseigne: argile, debut: d('2026-01-01'), fin: d('2026-12-31') },
    { personne: helene, enseigne: commune, debut: d('2026-01-01'), fin: null },
  ]
  const cae = { cae: true, commune }
  it.each<[Role[], string, unknown]>([
    [[], JOUR, []],
    [['formateur'], JOUR, [argile]],
    [['formateur'], '2027-01-01', []],
    [['formateur', 'equipe-appui'], JOUR, '*'],
    [['commercial', 'assistant'], JOUR, [argile]],
    [['comptable'], JOUR, '*'],
  ])('en CAE, %j le %s voit %j', (rs, jour, attendu) =>
    expect(portee({ roles: rs.map((role) => ({ role })) }, marc, liens, d(jour), cae)).toEqual(attendu),
  )
  it('hors CAE, tout membre voit l’enseigne commune, et personne d’autre', () => {
    expect(portee({ roles: [{ role: 'formateur' }] }, marc, [], d(JOUR), { cae: false, commune })).toEqual([
      commune,
    ])
    expect(portee({ roles: [] }, marc, [], d(JOUR), { cae: false, commune })).toEqual([])
  })
  it('un auditeur sans terme ne voit rien', () =>
    expect(portee({ roles: [{ role: 'auditeur' }] }, marc, liens, d(JOUR), cae)).toEqual([]))
})
