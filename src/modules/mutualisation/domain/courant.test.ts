import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { ecrireFec } from '#modules/facturation/index.ts'
import {
  aVirer,
  dernierJour,
  direRefusDuCourant,
  direSolde,
  enAttente,
  etatDeLigne,
  type LigneDuCourant,
  lignesLisibles,
  type MouvementId,
  marges,
  partPrise,
  resteACorriger,
  seConteste,
  seCorrige,
  totaux,
} from './courant.ts'
import { ecrituresComptables } from './courant-comptable.ts'

const ligne = (autres: Partial<LigneDuCourant> = {}): LigneDuCourant => ({
  mouvement: '018f4a00-7000-7000-8000-000000000001' as MouvementId,
  le: new Date('2026-11-20T10:00:00Z'),
  avec: '018f4a00-7000-7000-8000-0000000000ab' as OrganismeId,
  nom: 'Terre d’Appui',
  genre: 'directe',
  montant: 12_000,
  attente: 0,
  fait: 'salle',
  faitLe: '2026-11-18' as DateCivile,
  libelle: 'Une salle',
  piece: 'FA-1',
  motif: '',
  arrete: null,
  expireLe: null,
  denouee: null,
  contestePar: null,
  motifConteste: null,
  aMoi: false,
  corrige: 0,
  ...autres,
})
const arrete = '018f4a00-7000-7000-8000-0000000000cc' as LigneDuCourant['arrete']

describe('une ligne du compte courant', () => {
  it('dit où elle en est', () => {
    expect(etatDeLigne(ligne())).toEqual(['prouve', 'les deux'])
    expect(etatDeLigne(ligne({ genre: 'attente', attente: 5 }))).toEqual(['partiel', 'en attente'])
    expect(etatDeLigne(ligne({ genre: 'attente', attente: 5, aMoi: true }))[1]).toBe('attend votre passage')
    expect(etatDeLigne(ligne({ genre: 'attente', denouee: 'expiration' }))).toEqual(['sans-objet', 'expirée'])
    expect(etatDeLigne(ligne({ contestePar: ['elle'] }))).toEqual(['a-juger', 'contestée par elle'])
    expect(etatDeLigne(ligne({ contestePar: ['elle', 'nous'] }))[1]).toBe('contestée par nous')
  })
  it('se conteste si elle a passé, se corrige tant qu’il en reste ; un virement, ni l’un ni l’autre', () => {
    expect([seConteste(ligne()), seCorrige(ligne())]).toEqual([true, true])
    expect(seCorrige(ligne({ corrige: 12_000 }))).toBe(false)
    expect(resteACorriger(ligne({ montant: -12_000, corrige: 2000 }))).toBe(10_000)
    expect([seConteste(ligne({ genre: 'attente' })), seCorrige(ligne({ genre: 'correction' }))]).toEqual([
      false,
      false,
    ])
    expect([seConteste(ligne({ arrete })), seCorrige(ligne({ arrete }))]).toEqual([false, false])
  })
  it('de compensation, est à virer par qui paie, et ne se mêle pas à ce qui attend', () => {
    // Au compte, qui paie sera d’autant créditée : le signe est l’inverse de l’argent.
    const paie = ligne({ genre: 'attente', montant: 0, attente: 10_000, arrete })
    const recoit = ligne({ genre: 'attente', montant: 0, attente: -700, arrete, aMoi: true })
    const convenue = ligne({ genre: 'attente', montant: 0, attente: 300 })
    expect([aVirer(paie), aVirer(recoit), aVirer(convenue)]).toEqual([true, false, false])
    expect(etatDeLigne(paie)).toEqual(['partiel', 'à virer'])
    expect(enAttente([paie, recoit, convenue, ligne()])).toEqual({
      aRecevoir: 300,
      aDonner: 0,
      aVirer: 10_000,
      virementsARecevoir: 700,
    })
  })
  it('finie au soir d’un jour, dit ce jour et non le suivant', () => {
    expect(dernierJour(new Date('2026-12-31T23:00:00Z'))).toBe('2026-12-31')
    expect(dernierJour(new Date('2026-06-30T22:00:00Z'))).toBe('2026-06-30')
    expect(dernierJour(new Date('2026-12-31T10:00:00Z'))).toBe('2026-12-31')
  })
  it('passée, remplace l’attente d’où elle vient ; expirée, reste lisible', () => {
    const lues = lignesLisibles([
      ligne({ genre: 'attente', denouee: 'passage' }),
      ligne({ genre: 'passage' }),
      ligne({ genre: 'attente', denouee: 'expiration', montant: 0 }),
    ])
    expect(lues.map((l) => l.genre)).toEqual(['passage', 'attente'])
  })
})

describe('un solde', () => {
  it('se dit avec son signe, sa part du plafond et ce qui reste devant', () => {
    expect(
      [direSolde(42_000), direSolde(-136_500), direSolde(0)].map((t) => t.replace(/[\u00a0\u202f]/g, ' ')),
    ).toEqual(['+420,00 €', '−1 365,00 €', '0,00 €'])
    expect([partPrise(-136_500, 150_000), partPrise(150_000, 150_000), partPrise(0, 150_000)]).toEqual([
      91, 100, 0,
    ])
    expect(marges({ solde: -136_500, doitAttente: 3500, avoirAttente: 0, plafond: 150_000 })).toEqual({
      devoir: 10_000,
      avancer: 286_500,
    })
    expect(totaux([ligne(), ligne({ montant: -500 }), ligne({ montant: 0 })])).toEqual({
      donne: 12_000,
      recu: 500,
    })
  })
})

describe('l’extrait pour la comptabilité', () => {
  it('est équilibré, et son compte 467 dit le solde, quelles que soient les lignes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            montant: fc.integer({ min: -200_000, max: 200_000 }),
            genre: fc.constantFrom('directe', 'passage', 'correction'),
            arrete: fc.constantFrom(null, arrete),
          }),
          { maxLength: 30 },
        ),
        (tirees) => {
          const lignes = tirees.map((t, i) =>
            ligne({ ...(t as Partial<LigneDuCourant>), mouvement: `m${i}` as MouvementId }),
          )
          const ecritures = ecrituresComptables(lignes, 2026)
          for (const e of ecritures) expect(e.lignes.reduce((s, l) => s + l.debit - l.credit, 0)).toBe(0)
          const courant = ecritures.flatMap((e) => e.lignes.filter((l) => l.compte.numero === '467'))
          expect(courant.reduce((s, l) => s + l.debit - l.credit, 0)).toBe(
            lignes.reduce((s, l) => s + l.montant, 0),
          )
        },
      ),
    )
  })
  it('éteint la créance, la dette, ou passe par la banque ; une correction rend par le même compte', () => {
    const faces = (l: Partial<LigneDuCourant>) =>
      ecrituresComptables([ligne(l)], 2026)[0]?.lignes.map(
        (x) => `${x.debit > 0 ? 'D' : 'C'}${x.compte.numero}`,
      )
    expect(faces({})).toEqual(['D467', 'C411'])
    expect(faces({ montant: -12_000 })).toEqual(['D401', 'C467'])
    expect(faces({ montant: -4000, genre: 'correction' })).toEqual(['D411', 'C467'])
    expect(faces({ arrete })).toEqual(['D467', 'C512'])
    expect(ecrituresComptables([ligne()], 2025)).toEqual([])
    expect(ecrireFec(ecrituresComptables([ligne()], 2026)).split('\r\n')).toHaveLength(4)
  })
})

it('un refus du plafond ne dit pas de laquelle des deux ; un mot inconnu n’est pas un refus', () => {
  expect(direRefusDuCourant('plafond')?.phrase).not.toMatch(/votre|vous|autre/)
  expect(direRefusDuCourant('accordee')).toBeUndefined()
})
