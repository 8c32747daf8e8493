/** Des années tirées au hasard, passées mois après mois : les factures, les écritures et le fichier disent la même chose, au centime. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { centimes, pourcentage, somme } from '#kernel/montant.ts'
import { verifierFec } from '../fec/verifier.ts'
import { totaliser } from '../totaux.ts'
import {
  aPasser,
  changementsDepuis,
  defaireLesPassees,
  type EcriturePassee,
  ecrituresDe,
  type Faits,
  nomDe,
  numeroter,
  refusDArrete,
} from './arreter.ts'
import {
  type ChargeAPasser,
  type Ecriture,
  ecritureDeFacture,
  ecrituresDeCharge,
  ecrituresDeCoupure,
  estEquilibree,
  type FactureAPasser,
  totalDe,
} from './ecrire.ts'
import { ecrireFec, ecrireTableauDEcritures, formes, nomDuFec } from './exporter.ts'
import { planPropose as plan } from './plan.ts'

const jour = (t: string) => t as DateCivile
const debut = jour('2026-01-01')
const fins = [jour('2026-12-31'), jour('2027-12-31')]
const jourArb = fc.integer({ min: 0, max: 700 }).map((n) => ajouterJours(debut, n))
const payeur = { numero: 'E0001', nom: 'Ateliers | Belledonne\t& fils' }
const situe = (id: string) => ({ id, activite: 'a', session: 's' })

const ligneArb = fc.record({
  nature: fc.constantFrom('formation', 'annexe', 'hors-formation', 'dedit', 'acompte'),
  remise: fc.constant(false),
  montant: fc.integer({ min: 1, max: 900_000 }).map(centimes),
  taux: fc.constantFrom(0, 550, 2000),
})
const factureArb: fc.Arbitrary<FactureAPasser> = fc
  .record({
    id: fc.uuid(),
    genre: fc.constantFrom('facture', 'acompte', 'avoir'),
    emiseLe: jourArb,
    duree: fc.integer({ min: 0, max: 200 }),
    avance: fc.integer({ min: -100, max: 100 }),
    lignes: fc.array(ligneArb, { minLength: 1, maxLength: 4 }),
  })
  .map(({ id, genre, emiseLe, duree, avance, lignes }) => {
    const du = ajouterJours(emiseLe, avance)
    const signe = genre === 'avoir' ? -1 : 1
    return {
      ...situe(id),
      numero: `FA-${id.slice(0, 8)}`,
      genre: genre as FactureAPasser['genre'],
      emiseLe,
      periode: { du, au: ajouterJours(du, duree) },
      payeur,
      lignes: lignes.map((l) => ({ ...l, montant: centimes(signe * l.montant) })) as FactureAPasser['lignes'],
    }
  })
const faitsArb: fc.Arbitrary<Faits> = fc.record({
  factures: fc.array(factureArb, { maxLength: 12 }),
  reglements: fc.array(
    fc
      .record({
        id: fc.uuid(),
        jour: jourArb,
        montant: fc.integer({ min: 1, max: 500_000 }),
        rendu: fc.boolean(),
      })
      .map((r) => ({
        ...situe(r.id),
        session: null,
        jour: r.jour,
        montant: centimes(r.rendu ? -r.montant : r.montant),
        moyen: r.rendu ? ('virement' as const) : ('especes' as const),
        reference: null,
        payeur,
      })),
    { maxLength: 8 },
  ),
  charges: fc.array(
    fc
      .record({
        id: fc.uuid(),
        jour: jourArb,
        montant: fc.integer({ min: 1, max: 90_000 }),
        retiree: fc.boolean(),
      })
      .map(
        (c): ChargeAPasser => ({
          ...situe(c.id),
          jour: c.jour,
          compte: '604',
          libelle: 'Formateur',
          fournisseur: { numero: 'F1', nom: 'Numerik' },
          montant: centimes(c.montant),
          piece: null,
          retireeLe: c.retiree ? ajouterJours(c.jour, 20) : null,
        }),
      ),
    { maxLength: 8 },
  ),
})
/** Tout ce qui est dit, un mois après l’autre, chaque mois ne connaissant que les faits arrivés. */
const passer = (toutes: (mois: number) => readonly Ecriture[], mois = 26): readonly EcriturePassee[] => {
  let passees: readonly EcriturePassee[] = []
  let precedent: DateCivile | null = null
  for (let m = 1; m <= mois; m += 1) {
    const au = ajouterJours(
      jour(`${2026 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}-01`),
      -1,
    )
    const dues = aPasser(toutes(m), new Set(passees.map(nomDe)), precedent, au)
    passees = [...passees, ...numeroter(dues, passees.length, au)]
    precedent = au
  }
  return passees
}
const soldeDe = (ecritures: readonly Ecriture[], compte: RegExp): number =>
  ecritures
    .flatMap((e) => e.lignes)
    .filter((l) => compte.test(l.compte.numero))
    .reduce((t, l) => t + l.credit - l.debit, 0)

describe('des années au hasard', () => {
  it('chaque écriture s’équilibre ; les comptes font, au centime, ce que disent factures, règlements et charges', () =>
    fc.assert(
      fc.property(faitsArb, (faits) => {
        const toutes = ecrituresDe(faits, plan, fins)
        expect(toutes.every(estEquilibree)).toBe(true)
        const ttc = faits.factures.map((f) => totaliser(f.lignes).ttc)
        const ht = faits.factures.map((f) => totaliser(f.lignes).ht)
        const tva = faits.factures.map((f) => totaliser(f.lignes).tva)
        expect(soldeDe(toutes, /^(7|4191)/)).toBe(somme(ht))
        expect(soldeDe(toutes, /^4457/)).toBe(somme(tva))
        const recus = somme(faits.reglements.map((r) => r.montant))
        expect(0 - soldeDe(toutes, /^411/)).toBe(somme(ttc) - recus)
        expect(0 - soldeDe(toutes, /^5/)).toBe(recus)
        const gardees = faits.charges.filter((c) => c.retireeLe === null)
        expect(0 - soldeDe(toutes, /^6/)).toBe(somme(gardees.map((c) => c.montant)))
        expect(soldeDe(toutes, /^(487|4181)/)).toBe(0)
      }),
    ))

  it('passées mois après mois, avec des faits qui arrivent en retard : une fois chacune, numéros et dates de suite, et le fichier tient', () =>
    fc.assert(
      fc.property(
        faitsArb,
        fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 30, maxLength: 30 }),
        (faits, retards) => {
          const toutes = ecrituresDe(faits, plan, fins)
          const arrive = new Map(
            toutes.map((e) => [e.de, retards[Number.parseInt(e.de.slice(0, 2), 16) % 30] ?? 1]),
          )
          const passees = passer((m) => toutes.filter((e) => (arrive.get(e.de) ?? 1) <= m))
          expect(passees.map((e) => e.numero)).toEqual(passees.map((_, i) => i + 1))
          expect(passees.map((e) => e.jour)).toEqual(passees.map((e) => e.jour).toSorted())
          expect(new Set(passees.map(nomDe)).size).toBe(passees.length)
          // Un report en retard ne se passe plus ; tout le reste y est.
          const restent = toutes
            .filter((e) => e.origine === 'facture' || e.origine === 'reglement')
            .map(nomDe)
          const dites = new Set(passees.map(nomDe))
          expect(restent.filter((n) => !dites.has(n))).toEqual([])
          expect([soldeDe(passees, /^(487|4181)/), 0 - soldeDe(passees, /^6/)]).toEqual([
            0,
            somme(faits.charges.filter((c) => c.retireeLe === null).map((c) => c.montant)),
          ])
          for (const fin of fins) {
            const exercice = passees.filter((e) => e.jour.slice(0, 4) === fin.slice(0, 4))
            if (exercice.length === 0) continue
            const lu = verifierFec(Buffer.from(ecrireFec(exercice)), nomDuFec('999120470', fin))
            expect(lu?.anomalies).toEqual([])
            expect([lu?.ecritures, lu?.debit]).toEqual([
              exercice.length,
              somme(exercice.map((e) => totalDe(e).debit)),
            ])
          }
          expect(changementsDepuis(passees, toutes)).toEqual([])
        },
      ),
    ))
})

const facture: FactureAPasser = {
  ...situe('f'),
  numero: 'FA-2026-0001',
  genre: 'facture',
  emiseLe: jour('2026-12-01'),
  periode: { du: jour('2026-12-22'), au: jour('2027-01-10') },
  payeur,
  lignes: [
    { nature: 'formation', remise: false, montant: centimes(100_000), taux: 0 },
    { nature: 'acompte', remise: false, montant: centimes(-30_000), taux: 0 },
    { nature: 'hors-formation', remise: false, montant: centimes(10_000), taux: 2000 },
  ],
}
const dire = (e: Ecriture | undefined) => e?.lignes.map((l) => [l.compte.numero, l.debit, l.credit]) ?? []

describe('une facture', () => {
  it('met ses produits à leurs comptes, reprend son acompte, et sa taxe à part', () =>
    expect(dire(ecritureDeFacture(facture, plan)[0])).toEqual([
      ['411000', 82_000, 0],
      ['706000', 0, 100_000],
      ['419100', 30_000, 0],
      ['706800', 0, 10_000],
      ['445710', 0, pourcentage(centimes(10_000), 2000)],
    ]))
  it('dont la prestation finit l’an prochain laisse dix jours sur vingt en produits constatés d’avance, repris le lendemain', () => {
    const [report, reprise] = ecrituresDeCoupure(facture, jour('2026-12-31'), plan)
    expect([report?.jour, ...dire(report)]).toEqual([
      '2026-12-31',
      ['706000', 50_000, 0],
      ['706800', 5_000, 0],
      ['487000', 0, 55_000],
    ])
    expect([reprise?.jour, ...dire(reprise)]).toEqual([
      '2027-01-01',
      ['706000', 0, 50_000],
      ['706800', 0, 5_000],
      ['487000', 55_000, 0],
    ])
  })
  it('émise après l’exercice qui l’a vue se faire est à établir', () =>
    expect(
      dire(ecrituresDeCoupure({ ...facture, emiseLe: jour('2027-01-12') }, jour('2026-12-31'), plan)[0]),
    ).toEqual([
      ['706000', 0, 50_000],
      ['706800', 0, 5_000],
      ['418100', 55_000, 0],
    ]))
  it('une remise d’un avoir va au compte des remises', () =>
    expect(
      dire(
        ecritureDeFacture(
          {
            ...facture,
            genre: 'avoir',
            lignes: [{ nature: 'formation', remise: true, montant: centimes(-500), taux: 0 }],
          },
          plan,
        )[0],
      ),
    ).toEqual([
      ['411000', 0, 500],
      ['709600', 500, 0],
    ]))
})

describe('une période arrêtée', () => {
  it('ne se rouvre pas, et n’anticipe pas', () => {
    expect(refusDArrete(jour('2026-03-31'), jour('2026-03-31'), jour('2026-04-02'))?.code).toBe('deja-arrete')
    expect(refusDArrete(jour('2026-04-30'), jour('2026-03-31'), jour('2026-04-02'))?.code).toBe(
      'jour-a-venir',
    )
    expect(refusDArrete(jour('2026-03-31'), null, jour('2026-04-02'))).toBeUndefined()
  })
  it('un fait en retard porte le premier jour ouvert, sa pièce garde son jour', () => {
    const [e] = aPasser(ecritureDeFacture(facture, plan), new Set(), jour('2026-12-31'), jour('2027-01-31'))
    expect([e?.jour, e?.pieceLe]).toEqual(['2027-01-01', '2026-12-01'])
  })
  it('une charge retirée depuis se défait par une seconde écriture ; une facture reclassée se dit', () => {
    const charge: ChargeAPasser = {
      ...situe('c'),
      jour: jour('2026-02-03'),
      compte: '6226',
      libelle: 'Honoraires',
      fournisseur: { numero: 'F1', nom: 'Numerik' },
      montant: centimes(4_200),
      piece: 'N-12',
      retireeLe: null,
    }
    const passees = numeroter(
      [...ecrituresDeCharge(charge, plan), ...ecritureDeFacture(facture, plan)],
      0,
      jour('2026-12-31'),
    )
    const apres = [
      ...ecrituresDeCharge({ ...charge, retireeLe: jour('2026-03-01') }, plan),
      ...ecritureDeFacture({ ...facture, session: 'autre' }, plan),
    ]
    const dues = aPasser(apres, new Set(passees.map(nomDe)), jour('2026-12-31'), jour('2027-01-31'))
    expect(dues.map((e) => [e.origine, e.jour, ...dire(e)])).toEqual([
      ['retrait', '2027-01-01', ['6226', 0, 4_200], ['401000', 4_200, 0]],
    ])
    expect(changementsDepuis(passees, apres).map((x) => x.piece)).toEqual(['FA-2026-0001'])
  })
})

describe('ce qui défait', () => {
  const autre = {
    ...plan,
    formation: { numero: '706100', libelle: 'Formation' },
    fournisseur: { numero: '401900', libelle: 'Fournisseurs' },
  }
  const fin = jour('2026-12-31')
  const passees = numeroter(
    ecrituresDeCoupure(facture, fin, plan).filter((e) => e.origine === 'report'),
    0,
    fin,
  )
  it('reprend le report tel qu’il fut passé, le plan changé depuis ou la facture disparue', () => {
    for (const toutes of [ecrituresDeCoupure(facture, fin, autre), []]) {
      const dues = aPasser(
        defaireLesPassees(toutes, passees),
        new Set(passees.map(nomDe)),
        fin,
        jour('2027-01-31'),
      )
      expect(dues.map((e) => [e.origine, e.jour, ...dire(e)])).toEqual([
        ['reprise', '2027-01-01', ['706000', 0, 50_000], ['706800', 0, 5_000], ['487000', 55_000, 0]],
      ])
    }
  })
  it('retire la charge telle qu’elle fut passée', () => {
    const charge: ChargeAPasser = {
      ...situe('c'),
      jour: jour('2026-02-03'),
      compte: '604',
      libelle: 'Formateur',
      fournisseur: { numero: 'F1', nom: 'Numerik' },
      montant: centimes(4_200),
      piece: null,
      retireeLe: null,
    }
    const dite = numeroter(ecrituresDeCharge(charge, plan), 0, fin)
    const retiree = ecrituresDeCharge({ ...charge, retireeLe: jour('2027-01-08') }, autre)
    const dues = aPasser(defaireLesPassees(retiree, dite), new Set(dite.map(nomDe)), fin, jour('2027-01-31'))
    expect(dues.map((e) => [e.jour, ...dire(e)])).toEqual([
      ['2027-01-08', ['604', 0, 4_200], ['401000', 4_200, 0]],
    ])
  })
  it('d’un plan changé, les comptes se disent après les faits', () => {
    const dites = numeroter(ecritureDeFacture(facture, plan), 0, fin)
    const deux = numeroter(ecritureDeFacture({ ...facture, id: 'g', numero: 'FA-2' }, plan), 1, fin)
    const apres = [
      ...ecritureDeFacture(facture, autre),
      ...ecritureDeFacture({ ...facture, id: 'g', numero: 'FA-2', lignes: facture.lignes.slice(0, 1) }, plan),
    ]
    expect(changementsDepuis([...dites, ...deux], apres).map((x) => [x.piece, x.phrase])).toEqual([
      ['FA-2', 'ses montants se diraient autrement'],
      ['FA-2026-0001', 'ses comptes se diraient autrement'],
    ])
  })
})

it('un salaire est dû au personnel, sans auxiliaire', () => {
  const [e] = ecrituresDeCharge(
    {
      ...situe('s'),
      jour: jour('2026-02-28'),
      compte: '6411',
      libelle: 'Salaires',
      fournisseur: { numero: 'F', nom: 'Divers' },
      montant: centimes(231_040),
      piece: null,
      retireeLe: null,
    },
    plan,
  )
  expect(dire(e)).toEqual([
    ['6411', 231_040, 0],
    ['421000', 0, 231_040],
  ])
  expect(e?.lignes.map((l) => l.auxiliaire)).toEqual([undefined, undefined])
})

it('chaque logiciel a ses colonnes, et l’on choisit les siennes ; ni formule, ni séparateur ne s’échappe', () => {
  const ecritures = numeroter(
    ecritureDeFacture({ ...facture, payeur: { numero: 'E1', nom: '\t＝CMD; "x"' } }, plan),
    0,
    jour('2026-12-31'),
  ).map((e) => ({ ...e, analytique: { enseigne: 'Grenoble', session: 'S-2026-001', site: 'Drac' } }))
  for (const forme of Object.values(formes)) {
    const lignes = ecrireTableauDEcritures(ecritures, forme).trimEnd().split('\r\n')
    expect(lignes).toHaveLength(6)
    expect(lignes[0]?.split(forme.separateur)).toEqual(forme.colonnes.map(([, titre]) => titre))
  }
  expect(
    ecrireTableauDEcritures(ecritures, formes.sage, ['tiers', 'montant', 'sens', 'site']).split('\r\n')[1],
  ).toBe(`"'＝CMD; ""x""";820,00;D;Drac`)
})
