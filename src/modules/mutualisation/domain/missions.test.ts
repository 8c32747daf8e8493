import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { direJours, formesDe, jugerDates } from './appels.ts'
import {
  articleDuContrat,
  articlesDeLAvenant,
  articlesDuContrat,
  clausesDuContrat,
  indicateursDuContrat,
  precisionsProposees,
  redigerContrat,
  verifierPrecisions,
} from './contrat-de-mission.ts'
import {
  attentesDe,
  consigneDe,
  direRefusDeSigner,
  direRetrait,
  type EtatDeMission,
  lignesDuConstat,
  type Mission,
  minutesPrevues,
  plagesDeJours,
  toutesTaxes,
} from './missions.ts'

const d = (t: string) => t as DateCivile
const mission = (autres: Partial<Mission> = {}): Mission =>
  ({
    mission: 'm',
    appel: 'a',
    reponse: 'r',
    recoit: 'A',
    receveur: 'Langue & Lien',
    receveurSiret: '11111111111111',
    receveurNda: '53350000001',
    receveurVille: 'Rennes',
    envoie: 'B',
    envoyeur: 'Les Tisserands',
    envoyeurSiret: '22222222222222',
    envoyeurNda: '53350000002',
    envoyeurVille: 'Brest',
    envoyeurCae: true,
    nom: 'Lila Benamar',
    prenom: 'Lila',
    famille: 'Benamar',
    objet: 'Deux journées d’outils libres',
    publics: 'formatrices',
    stagiaires: 8,
    lieu: 'Salle Duras, Rennes',
    attendus: '',
    exigences: '',
    dirige: 'envoyeur',
    payeur: 'entreprise',
    part: 'tout',
    statut: 'cesa',
    prix: 124_000,
    auCout: false,
    pole: 'p',
    creneaux: [
      ['2027-01-14T08:00:00Z', '2027-01-14T16:00:00Z'],
      ['2027-01-15T08:00:00Z', '2027-01-15T16:00:00Z'],
    ],
    forme: 'sous-traitance-cae',
    etat: 'option',
    choisieLe: new Date('2026-11-24T10:00:00Z'),
    classement: [],
    visaPersonneLe: new Date('2026-11-24T10:00:00Z'),
    visaCoopLe: null,
    visaCoopPar: null,
    expireLe: new Date('2026-12-04T10:00:00Z'),
    contrat: null,
    signeRecoitLe: null,
    signeEnvoieLe: null,
    fermeLe: null,
    finieLe: null,
    finiePar: null,
    motif: '',
    constatRecoitLe: null,
    constatEnvoieLe: null,
    moi: 'recoit',
    aMoi: false,
    ...autres,
  }) as Mission
const le = new Date('2026-11-25T10:00:00Z')

describe('les dates d’un appel', () => {
  it('d’une personne prise sont dites prises ; à moins de deux semaines d’une mission ferme, signalées', () => {
    const dates = [
      { rang: 1, jours: [d('2027-01-14'), d('2027-01-15')] },
      { rang: 2, jours: [d('2027-01-28')] },
      { rang: 3, jours: [d('2027-02-20')] },
    ]
    expect(jugerDates(dates, [2], [d('2027-01-27')])).toEqual([
      { rang: 1, prise: false, proche: '2027-01-27' },
      { rang: 2, prise: true, proche: '2027-01-27' },
      { rang: 3, prise: false, proche: null },
    ])
  })
  it('se disent d’un trait quand elles se suivent', () => {
    expect(direJours([d('2027-01-14'), d('2027-01-15')])).toMatch(/^14 au 15.janvier 2027$/)
    expect(direJours([d('2027-01-14'), d('2027-01-21')])).toContain(' et ')
  })
})

it('une personne salariée que qui reçoit dirige, à un prix au-dessus du coût, n’a d’autre forme que l’embauche', () => {
  const { permises, interdites } = formesDe(
    { dirige: 'receveur', payeur: 'entreprise' },
    { statut: 'salarie', auCout: false, prix: 62_000, nda: true, part: 'tout' },
  )
  expect(permises.map((p) => p.forme.code)).toEqual(['contrat-direct'])
  expect(JSON.stringify(interdites)).toContain('L8241-1')
})

describe('ce qu’une mission attend', () => {
  it('va des visas au contrat, aux signatures, puis au constat ; rien d’une option échue', () => {
    const vise = { visaCoopLe: le, visaCoopPar: 'Yann' }
    expect(attentesDe(mission(), le)).toEqual(['visa-coop'])
    expect(attentesDe(mission({ visaPersonneLe: null, etat: 'demandee' }), le)).toEqual([
      'visa-personne',
      'visa-coop',
    ])
    expect(attentesDe(mission(vise), le)).toEqual(['contrat'])
    expect(attentesDe(mission({ ...vise, contrat: 'x' }), le)).toEqual([
      'signature-recoit',
      'signature-envoie',
    ])
    expect(attentesDe(mission({ ...vise, contrat: 'x', signeRecoitLe: le }), le)).toEqual([
      'signature-envoie',
    ])
    expect(attentesDe(mission(), new Date('2026-12-05T00:00:00Z'))).toEqual([])
    expect(attentesDe(mission({ etat: 'ferme' }), le)).toEqual([])
    expect(attentesDe(mission({ etat: 'ferme' }), new Date('2027-01-15T16:00:00Z'))).toEqual([
      'constat-recoit',
      'constat-envoie',
    ])
  })
  it('n’est jamais rien d’autre qu’un geste qui reste : une mission finie n’attend personne', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<EtatDeMission>('faite', 'refusee', 'expiree', 'annulee'),
        fc.date({ noInvalidDate: true }),
        (etat, quand) => {
          expect(attentesDe(mission({ etat, finieLe: le }), quand)).toEqual([])
        },
      ),
    )
  })
  it('un retrait dit combien de jours avant, et de qui', () => {
    expect(
      direRetrait(
        mission({ etat: 'annulee', finieLe: new Date('2027-01-10T09:00:00Z'), finiePar: 'Les Tisserands' }),
      ),
    ).toMatch(/^Les Tisserands y a mis fin 4.jours avant le premier\.$/)
    expect(direRetrait(mission())).toBeUndefined()
  })
})

describe('le contrat d’une mission', () => {
  it('s’écrit des faits déjà dits, au nom de la coopérative, et nomme le visa de la CAE', () => {
    const texte = redigerContrat(mission())
    expect(minutesPrevues(mission())).toBe(960)
    for (const dit of [
      'Langue & Lien',
      '22222222222222',
      'Deux journées',
      'Lila Benamar',
      '14 janvier 2027',
      'L7331-2',
      'indicateur 27',
    ])
      expect(texte.replaceAll('\u00a0', ' ')).toContain(dit)
    expect(texte).not.toContain('R6333-6-2')
  })
  it('écrit une phrase par fait, d’un seul point, ce que chacun y a mis', () => {
    const texte = redigerContrat(
      mission({
        objet: 'Deux journées d’outils libres.',
        stagiaires: 1,
        attendus: 'Chacune repart équipée.',
        exigences: 'Venir en train',
        prix: 0,
      }),
      { ...precisionsProposees, sanction: 'Une attestation' },
    ).replaceAll(/[\u00a0\u202f]/g, ' ')
    for (const dit of [
      'd’outils libres. Lila',
      'formatrices, 1 personne.',
      'repart équipée. Exigences : Venir en train.',
      'Une attestation.',
      'Rien n’est dû.',
    ])
      expect(texte).toContain(dit)
    expect(texte).not.toMatch(/\.\.|hors taxes/)
    expect(
      consigneDe(mission({ attendus: 'Chacune repart équipée', exigences: 'Venir en train.' })).replaceAll(
        /[\u00a0\u202f]/g,
        ' ',
      ),
    ).toContain('Ce qui est attendu : Chacune repart équipée. Exigences : Venir en train.')
  })
  it('ne cite R6333-6-2 qu’au CPF, et L8241-2 d’un prêt', () => {
    expect(articleDuContrat(mission())).toBeUndefined()
    expect(articleDuContrat(mission({ payeur: 'cpf' }))).toBe('R6333-6-2')
    expect(articleDuContrat(mission({ forme: 'pret', payeur: 'cpf' }))).toBe('L8241-2')
  })
  it('refusé, dit de qui et pourquoi', () =>
    expect(
      direRefusDeSigner({ nom: 'Béa Kerdoncuff', motif: 'Le prix a changé', avenant: false }).replaceAll(
        /[\u00a0\u202f]/g,
        ' ',
      ),
    ).toBe('Béa Kerdoncuff a refusé de signer le contrat : « Le prix a changé ».'))
  it('au CPF, dit les clauses de R6333-6-2 et les 80 %', () => {
    const texte = redigerContrat(mission({ payeur: 'cpf' }))
    expect(texte).toContain('R6333-6-2')
    expect(texte).toContain('80 %')
  })
  it('d’un prêt, rembourse au coût et n’a pas de marge', () => {
    const texte = redigerContrat(mission({ forme: 'pret', auCout: true, dirige: 'receveur' }))
    expect(texte).toContain('L8241-2')
    expect(texte).toContain('Ni marge')
    expect(texte).toContain('décompte')
  })
})

describe('la pièce d’un constat', () => {
  const faite = { faitMinutes: 840, faitTaux: 2000 }
  it('d’une sous-traitance a une ligne ; d’un prêt, ses trois coûts et rien d’autre', () => {
    expect(lignesDuConstat(mission({ ...faite, faitCentimes: 100_000, faitCout: null }))).toEqual([
      { libelle: expect.stringContaining('Lila Benamar'), montant: 100_000, taux: 2000 },
    ])
    const pret = lignesDuConstat(mission({ ...faite, faitCentimes: 60_000, faitCout: [40_000, 20_000, 0] }))
    expect(pret.map((l) => [l.libelle.split(/\s:/)[0], l.montant])).toEqual([
      ['Salaire', 40_000],
      ['Charges de l’employeur', 20_000],
    ])
    expect(lignesDuConstat(mission({ ...faite, faitTaux: null, faitCentimes: 1, faitCout: null }))).toEqual(
      [],
    )
  })
  it('ne demande jamais moins que le hors taxes, ni plus d’un cinquième de plus', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.constantFrom(0, 210, 550, 850, 1000, 2000), (c, taux) => {
        const ttc = toutesTaxes({ centimes: c, taux })
        expect(ttc).toBeGreaterThanOrEqual(c)
        expect(ttc - c).toBeLessThanOrEqual(Math.round(c / 5))
      }),
    )
  })
})

describe('un prêt', () => {
  it('attend aussi l’avenant, et ne s’écrit pas sans qualification', () => {
    const pret = mission({
      forme: 'pret',
      visaCoopLe: le,
      contrat: 'x',
      signeRecoitLe: le,
      signeEnvoieLe: le,
      avenantSigneLe: null,
    })
    expect(attentesDe(pret, le)).toEqual(['avenant'])
    expect(attentesDe({ ...pret, avenantSigneLe: le }, le)).toEqual([])
    expect(verifierPrecisions(pret, precisionsProposees).ok).toBe(false)
    expect(verifierPrecisions(pret, { ...precisionsProposees, qualification: 'formatrice' }).ok).toBe(true)
    expect(
      articlesDeLAvenant(pret)
        .map((a) => a.texte)
        .join(' '),
    ).toContain('Un refus ne peut être sanctionné')
  })
  it('le registre reçoit les clauses et les indicateurs que le contrat porte, et pas d’autres', () => {
    expect(clausesDuContrat(mission()).toSorted()).toEqual([
      'contenu',
      'duree',
      'missions',
      'moyens',
      'periode',
      'prix',
      'sanction',
      'suivi',
    ])
    expect(clausesDuContrat(mission({ forme: 'pret', auCout: true }))).not.toContain('sanction')
    const nommes = redigerContrat(mission()).match(/indicateurs? (\d+)(?: et (\d+))?/g) ?? []
    expect(new Set(nommes.join().match(/\d+/g)?.map(Number))).toEqual(new Set(indicateursDuContrat))
  })
  it('une sous-traitance, CPF ou non, dit chaque mention de R6333-6-2', () => {
    const dits = articlesDuContrat(mission()).map((a) => a.titre)
    for (const t of [
      'Mission confiée',
      'Contenu et sanction',
      'Moyens mobilisés',
      'Conditions de réalisation et de suivi',
      'Durée, dates et lieu',
      'Prix',
    ])
      expect(dits).toContain(t)
  })
})

it('des jours se rangent en plages qui se suivent : entre deux, rien n’est à la mission', () => {
  expect(
    plagesDeJours(['2027-03-30', '2027-03-01', '2027-02-28', '2027-03-01', '2027-03-31'].map(d)),
  ).toEqual([
    ['2027-02-28', '2027-03-01'],
    ['2027-03-30', '2027-03-31'],
  ])
  expect(plagesDeJours([])).toEqual([])
})
