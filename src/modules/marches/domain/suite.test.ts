import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import {
  ceQueLeBonDisait,
  consommation,
  declareDeuxFois,
  ecartsDUneCommande,
  ecartsDuReport,
  echeanceDuVisa,
  etatDuVisa,
  facturesDeLaSession,
  ligneProposee,
  lireNotes,
  obstacleALaDemande,
  obstacleAuBon,
  obstacleAuVisa,
  payeurs,
  quiFacture,
  surcompensation,
} from './suite.ts'

const formes = fc.constantFrom('conjoint', 'conjoint-solidaire', 'solidaire', 'sous-traitance' as const)
const circuits = fc.constantFrom('direct', 'global' as const)
const payeur = fc.constantFrom(...(Object.keys(payeurs) as (keyof typeof payeurs)[]))
const commande = { numero: '1', le: '2027-03-01', objet: 'x', membre: 'b' as OrganismeId, centimes: 100_000 }
const execution = {
  session: 's',
  intitule: 'i',
  heures: 60,
  stagiaires: 8,
  factures: 100_000,
  demandeLe: null,
  payes: null,
  ligne: 'C.6',
  motif: '',
  couts: null,
}

it('le report au bilan se lit des dossiers clients de la session', () => {
  const e = { ligne: 'C.6', factures: 100 }
  const lu = (portees: { ligne: string; centimes: number }[], horsBilan = 0) => ({ portees, horsBilan })
  expect(ecartsDuReport(e, lu([]))[0]).toContain('ne dit qui paie')
  // Des dossiers sans ligne au cadre C ne sont pas « aucun dossier ».
  expect(ecartsDuReport(e, lu([], 50))[0]).toContain('aucune ligne de produits')
  expect(ecartsDuReport(e, 'introuvable')[0]).toContain('aucune session de ce numéro')
  expect(ecartsDuReport(e, lu([{ ligne: 'C.1', centimes: 100 }]))[0]).toContain('vont en C.1, pas en C.6')
  expect(ecartsDuReport(e, lu([{ ligne: 'C.6', centimes: 99 }]))[0]).toContain('portent moins')
  // Une session a d’autres clients : ils ne font pas d’écart.
  expect(
    ecartsDuReport(
      e,
      lu([
        { ligne: 'C.6', centimes: 140 },
        { ligne: 'C.1', centimes: 20 },
      ]),
    ),
  ).toEqual([])
  // Deux bons d’une même session se partagent ses dossiers : leurs factures s’ajoutent.
  const bons = [
    { session: 'S-1', ligne: 'C.6', factures: 100 },
    { session: 's-1', ligne: 'C.6', factures: 60 },
    { session: 'S-2', ligne: 'C.6', factures: 500 },
  ]
  expect(facturesDeLaSession(bons, { session: 'S-1', ligne: 'C.6' })).toBe(160)
})

describe('une commande', () => {
  it('se compte au regard du maximum et du minimum ; au-delà, cela se dit', () => {
    expect(consommation([{ centimes: 40 }, { centimes: 25 }], { minimum: 80, maximum: 100 })).toEqual({
      commande: 65,
      reste: 35,
      manqueAuMinimum: 15,
      depasse: false,
    })
    expect(consommation([{ centimes: 101 }], { minimum: null, maximum: 100 })).toMatchObject({
      reste: 0,
      depasse: true,
    })
    expect(consommation([], undefined)).toEqual({
      commande: 0,
      reste: null,
      manqueAuMinimum: null,
      depasse: false,
    })
  })
  it('se facture comme la forme et le circuit le disent ; une seule facture l’acheteur', () => {
    expect(quiFacture('conjoint', 'direct', 'B', 'A', '2027-03-01')).toEqual([
      'B facture à l’acheteur, sa part.',
    ])
    expect(quiFacture('conjoint', 'global', 'B', 'A', '2027-03-01')[1]).toContain('reverse sa part à B')
    expect(quiFacture('sous-traitance', 'direct', 'B', 'A', '2027-03-01').join(' ')).toContain(
      'sous 15 jours',
    )
    fc.assert(
      fc.property(formes, circuits, fc.boolean(), (f, c, mandataire) => {
        const phrases = quiFacture(f, c, mandataire ? 'A' : 'B', 'A', '2027-03-01')
        expect(phrases.filter((p) => p.includes('facture à l’acheteur')).length).toBe(
          f === 'sous-traitance' && !mandataire ? 0 : 1,
        )
      }),
    )
  })
  it('entre cotraitants, chacun déclare sa part sur la ligne du payeur, sans F-2 ni G ; le sous-traitant, en C.10 et G', () => {
    fc.assert(
      fc.property(formes, circuits, payeur, fc.boolean(), (forme, circuit, p, mandataire) => {
        const l = ligneProposee(forme, { circuit, payeur: p }, mandataire)
        if (forme === 'sous-traitance' && !mandataire)
          expect([l.ligne, l.avec.includes('G')]).toEqual(['C.10', true])
        else expect(l.ligne).toBe(payeurs[p].ligne)
        // Ce qui n’est écrit nulle part se dit douteux.
        expect(l.doute === null).toBe(forme === 'sous-traitance')
      }),
    )
  })
  it('les deux côtés s’accordent, ou l’écart se dit ; une autre ligne demande un motif', () => {
    const proposee = ligneProposee('conjoint', { circuit: 'direct', payeur: 'region' }, false)
    expect(ecartsDUneCommande(commande, execution, proposee)).toEqual([])
    expect(ecartsDUneCommande(commande, undefined, proposee)[0]).toContain('pas encore')
    expect(ecartsDUneCommande(commande, { ...execution, factures: 100_001 }, proposee)[0]).toContain(
      'plus que la commande',
    )
    expect(ecartsDUneCommande(commande, { ...execution, heures: 0 }, proposee)[0]).toContain('sans heure')
    expect(ecartsDUneCommande(commande, { ...execution, ligne: 'C.8' }, proposee)[0]).toContain('motif')
    expect(
      ecartsDUneCommande(
        commande,
        { ...execution, ligne: 'C.8', motif: 'La DREETS nous l’a écrit.' },
        proposee,
      ),
    ).toEqual([])
  })
  it('personne ne déclare la part d’une autre', () => {
    const [a, b] = ['a', 'b'] as OrganismeId[]
    const lignes = [
      { commande: '1', organisme: a as OrganismeId },
      { commande: '2', organisme: b as OrganismeId },
    ]
    expect(declareDeuxFois('conjoint', lignes)).toEqual([])
    expect(declareDeuxFois('conjoint', [...lignes, { commande: '1', organisme: b as OrganismeId }])).toEqual([
      '1',
    ])
    expect(
      declareDeuxFois('sous-traitance', [...lignes, { commande: '1', organisme: b as OrganismeId }]),
    ).toEqual([])
  })
})

describe('après', () => {
  it('le visa d’un paiement direct s’attend quinze jours', () => {
    expect(echeanceDuVisa({ demandeLe: '2027-03-01' })).toBe('2027-03-16')
  })
  it('le sous-traitant n’en choisit pas le départ : écrite ici plus tard que son jour, elle court de là', () => {
    const datee = (demandeLe: string, demandeEcriteLe: string) => ({ demandeLe, demandeEcriteLe })
    expect(echeanceDuVisa(datee('2027-02-13', '2027-03-01'))).toBe('2027-03-16')
    expect(echeanceDuVisa(datee('2027-03-01', '2027-02-13'))).toBe('2027-03-16')
    expect(etatDuVisa(datee('2027-02-13', '2027-03-01'), undefined, '2027-03-01')).toBe('attendu')
  })
  it('une compensation au-delà des coûts se rend ; en deçà, rien ; un coût non dit, on n’en sait rien', () => {
    expect([surcompensation(100, []), surcompensation(100, [60, null])]).toEqual([null, null])
    expect([
      surcompensation(100, [60, 30]),
      surcompensation(100, [60, 60]),
      surcompensation(null, [1]),
    ]).toEqual([10, 0, null])
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.nat(), { minLength: 1 }), (c, couts) => {
        const rendu = surcompensation(c, couts) ?? Number.NaN
        expect(rendu).toBeGreaterThanOrEqual(0)
        if (rendu > 0) expect(rendu + couts.reduce((t, x) => t + x, 0)).toBe(c)
      }),
    )
  })
  it('un bon corrigé dit ce qu’il disait avant, champ par champ, la dernière correction d’abord', () => {
    const bon = { numero: 'BC-1', le: '2027-01-04', objet: 'Un groupe', membre: 'a' as never, centimes: 100 }
    const le = (n: number) => new Date(Date.UTC(2027, 0, n))
    expect(
      ceQueLeBonDisait([
        { le: le(4), contenu: bon },
        { le: le(5), contenu: bon },
        { le: le(6), contenu: { ...bon, numero: 'BC-2', centimes: 90 } },
        { le: le(7), contenu: { ...bon, numero: 'BC-2' } },
      ]),
    ).toEqual([
      { jusquau: le(7), avant: { centimes: 90 } },
      { jusquau: le(6), avant: { numero: 'BC-1', centimes: 100 } },
    ])
  })
  it.each([
    ['neuf', { numero: 'BC-3', membre: 'a' }, null, undefined],
    ['neuf, d’un numéro pris', { numero: 'BC-1', membre: 'a' }, null, 'deja'],
    ['corrigé, numéro compris', { numero: 'BC-9', membre: 'b' }, 'x', undefined],
    ['corrigé au numéro d’un autre', { numero: 'BC-2', membre: 'a' }, 'x', 'deja'],
    ['corrigé, qui n’existe pas', { numero: 'BC-9', membre: 'a' }, 'z', 'introuvable'],
    ['corrigé pour un autre membre, déjà exécuté', { numero: 'BC-2', membre: 'a' }, 'y', 'membre'],
  ] as const)('un bon %s', (_, c, corrige, code) => {
    const commandes = [
      { cle: 'x', contenu: { numero: 'BC-1', membre: 'a' } },
      { cle: 'y', contenu: { numero: 'BC-2', membre: 'b' } },
    ]
    expect(obstacleAuBon(c as never, corrige, commandes as never, ['y'])?.code).toBe(code)
  })
  it('une note se lit avec son barème, et ne le dépasse pas', () => {
    expect(lireNotes('Prix : 32,5/40\nValeur technique : 48 / 60')).toEqual([
      { critere: 'Prix', points: 32.5, sur: 40 },
      { critere: 'Valeur technique', points: 48, sur: 60 },
    ])
    expect([lireNotes('Prix : 41/40'), lireNotes('bien')]).toEqual([undefined, undefined])
  })
})

describe('le visa d’un paiement direct', () => {
  const demandeLe = '2027-03-01'
  const visa = (decision: 'accepte' | 'refuse', du = demandeLe) => ({
    demandeLe: du,
    decision,
    motif: 'Le module B n’est pas fait.',
    le: '2027-03-05',
  })
  it('se donne jusqu’au quinzième jour compris ; le lendemain, sans réponse, la demande est réputée acceptée', () => {
    expect(etatDuVisa({ demandeLe }, undefined, '2027-03-16')).toBe('attendu')
    expect(etatDuVisa({ demandeLe }, undefined, '2027-03-17')).toBe('tacite')
  })
  it('écrit à temps, il reste ; celui d’une demande d’avant ne vaut pas pour la suivante', () => {
    expect(etatDuVisa({ demandeLe }, visa('refuse'), '2028-01-01')).toBe('refuse')
    expect(etatDuVisa({ demandeLe: '2027-04-01' }, visa('accepte'), '2027-04-02')).toBe('attendu')
  })
  it.each([
    ['neuve, s’écrit', '2027-03-10', null, undefined, undefined],
    ['d’un jour à venir, non', '2027-03-11', null, undefined, 'à venir'],
    ['encore attendue, se corrige', '2027-02-27', demandeLe, undefined, undefined],
    ['la même, se réécrit', demandeLe, demandeLe, visa('refuse'), undefined],
    ['acceptée, ne bouge plus', '2027-03-08', demandeLe, visa('accepte'), 'ne change plus'],
    ['réputée acceptée, non plus', '2027-03-08', '2027-02-20', undefined, 'ne change plus'],
    ['refusée, ne s’antidate pas', '2027-03-02', demandeLe, visa('refuse'), 'est refusée'],
    ['refusée, ne s’efface pas', null, demandeLe, visa('refuse'), 'est refusée'],
    ['refusée, se refait du jour du refus', '2027-03-05', demandeLe, visa('refuse'), undefined],
  ] as const)('une demande %s', (_, dite, avant, v, dit) => {
    const obstacle = obstacleALaDemande(dite, { demandeLe: avant }, v, '2027-03-10')
    if (dit === undefined) expect(obstacle).toBeUndefined()
    else expect(obstacle).toContain(dit)
  })
  it.each([
    ['hors sous-traitance', 'conjoint', { demandeLe }, undefined, 'Aucun paiement direct'],
    ['sans demande', 'sous-traitance', { demandeLe: null }, undefined, 'Aucun paiement direct'],
    ['deux fois', 'sous-traitance', { demandeLe }, visa('accepte'), 'déjà visée'],
  ] as const)('ne se donne pas %s', (_, forme, e, v, dit) =>
    expect(obstacleAuVisa(forme, e, v, { decision: 'accepte', motif: '' }, '2027-03-02')).toContain(dit),
  )
  it('un refus se motive, et ne vient pas après le délai', () => {
    const dire = (motif: string, jour: string) =>
      obstacleAuVisa('sous-traitance', { demandeLe }, undefined, { decision: 'refuse', motif }, jour)
    expect(dire('non', '2027-03-02')).toContain('dit pourquoi')
    expect(dire('Le module B n’est pas fait.', '2027-03-02')).toBeUndefined()
    expect(dire('Le module B n’est pas fait.', '2027-03-17')).toContain('réputée acceptée')
  })
})
