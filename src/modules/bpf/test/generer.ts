import fc from 'fast-check'
import { ajouterJours, type DateCivile, dateCivile } from '#kernel/dates.ts'
import { lignesDesFinanceurs, statutsStagiaire } from '../domain/dossier.ts'
import { specialites } from '../domain/nsf.ts'
import type { ActionBrute, CasBrut, Decimal } from './dossiers.ts'

const jour = (texte: string): DateCivile => {
  const lu = dateCivile(texte)
  if (!lu) throw new Error(texte)
  return lu
}

/** Des heures comme on en écrit : quarts d’heure, minutes en décimales, nombres ou textes. */
const heures = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 32 }).map((q) => q / 4) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 80_000 }).map((m) => (m / 10_000).toFixed(4)) },
)
const montant = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -50_000, max: 900_000 }).map((c) => c / 100) },
  { weight: 2, arbitrary: fc.integer({ min: -100, max: 4000 }).map((e) => e + 0.5) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 9_000_000 }).map((m) => (m / 10_000).toFixed(4)) },
)
const interne = [
  'salarie',
  'entrepreneur_salarie',
  'dirigeant',
  'benevole',
  'mise_a_disposition_non_lucrative',
]
const externe = ['honoraires', 'sous_traitant_of', 'portage']
const codes = Object.keys(specialites).slice(10, 24)
/** De quoi commencer trois mois avant l’exercice et finir bien après. */
const ecart = fc.integer({ min: -90, max: 420 })

const unFormateur = (debut: DateCivile) => (id: string) =>
  fc
    .record({
      premier: fc.constantFrom(...interne, ...externe),
      second: fc.option(fc.constantFrom(...interne, ...externe), { nil: undefined }),
      coupe: ecart,
    })
    .map(({ premier, second, coupe }) => ({
      id,
      statuts:
        second === undefined
          ? [{ statut: premier, du: '2000-01-01', au: '9999-12-31' }]
          : [
              { statut: second, du: ajouterJours(debut, coupe + 1) as string, au: '9999-12-31' },
              { statut: premier, du: '2000-01-01', au: ajouterJours(debut, coupe) as string },
            ],
    }))

const uneSeance = (debut: DateCivile, formateurs: readonly string[]) => (id: string) =>
  fc
    .record({
      ecart,
      demiJournee: fc.constantFrom('matin', 'apres-midi', 'soiree', 'journee', null),
      heures,
      qui: fc.subarray([...formateurs]),
      confiee: fc.boolean(),
    })
    .map(({ ecart: e, demiJournee, heures: h, qui, confiee }) => ({
      id,
      date: ajouterJours(debut, e) as string,
      demiJournee,
      heures: h as Decimal,
      interventions: qui.map((formateur) => ({ formateur, heures: h as Decimal })),
      ...(confiee ? { confieeA: 'delta' } : {}),
    }))

const presencesDe = (seances: readonly { id: string; heures: Decimal }[]) =>
  fc.oneof(
    fc.constant('toutes' as const),
    fc.subarray(seances.map((s) => s.id)),
    fc
      .array(fc.integer({ min: 0, max: 4 }), { minLength: seances.length, maxLength: seances.length })
      .map((parts) =>
        Object.fromEntries(
          seances.flatMap((s, i) => {
            // Une part de la durée, en quatre décimales, jamais au-dessus d’elle.
            const dix = Math.floor((Math.round(Number(s.heures) * 10_000) * (parts[i] ?? 0)) / 4)
            return parts[i] === 4 && i % 2 === 0 ? [] : [[s.id, (dix / 10_000).toFixed(4) as Decimal]]
          }),
        ),
      ),
  )

const objectif = fc.oneof(
  fc.constantFrom('b', 'c', 'd', 'e', 'f').map((f3) => ({ f3 })),
  fc.constantFrom('6-8', '5', '4', '3', '2', 'cqp').map((niveau) => ({ f3: 'a', niveau })),
)

export const uneActionGeneree = (debut: DateCivile, formateurs: readonly string[], id: string) =>
  fc
    .integer({ min: 1, max: 5 })
    .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => uneSeance(debut, formateurs)(`s${i + 1}`))))
    .chain((seances) =>
      fc.record({
        id: fc.constant(id),
        role: fc.constantFrom('propre', 'propre', 'propre', 'sous_traitance_recue'),
        modalite: fc.constantFrom('presentiel', 'presentiel', 'distance', 'mixte'),
        objectif,
        nsf: fc.constantFrom(...codes),
        seances: fc.constant(seances),
        participants: fc
          .uniqueArray(fc.constantFrom('lea', 'nour', 'paul', 'yan', 'ines', 'zoe'), {
            minLength: 1,
            maxLength: 5,
          })
          .chain((qui) =>
            fc.tuple(
              ...qui.map((personne) =>
                fc.record({
                  personne: fc.constant(personne),
                  statut: fc.constantFrom(...statutsStagiaire),
                  presences: presencesDe(seances),
                }),
              ),
            ),
          ),
      }),
    )
    .map((a) => a as unknown as ActionBrute)

const compte = fc.constantFrom('6411', '64114', '645', '604', '6041', '6226', '6228', '613')

/** Des dossiers bien formés, quelconques : à cheval, confiés, reçus, à distance, à montants négatifs. */
export const unCasGenere: fc.Arbitrary<CasBrut> = fc
  .record({
    debut: fc.constantFrom('2024-01-01', '2024-09-01', '2025-03-15').map(jour),
    duree: fc.constantFrom(364, 364, 180, 455),
    ids: fc.constantFrom(['amel'], ['amel', 'bruno'], ['amel', 'bruno', 'dora']),
    actions: fc.constantFrom(0, 1, 2, 3, 5, 8, 10),
  })
  .chain(({ debut, duree, ids, actions: n }) => {
    const noms = Array.from({ length: n }, (_, i) => `A${i + 1}`)
    const date = ecart.map((e) => ({ date: ajouterJours(debut, e) as string }))
    return fc.record({
      id: fc.constant('genere'),
      exercice: fc.constant({ debut: debut as string, fin: ajouterJours(debut, duree) as string }),
      formateurs: fc.tuple(...ids.map((id) => unFormateur(debut)(id))),
      actions: fc.tuple(...noms.map((id) => uneActionGeneree(debut, ids, id))),
      produits: fc
        .array(
          fc.record({
            financeur: fc.constantFrom(...Object.keys(lignesDesFinanceurs)),
            montantHT: montant,
            rattachement:
              noms.length > 0
                ? fc.oneof(
                    date,
                    fc.constantFrom(...noms).map((action) => ({ action })),
                  )
                : date,
          }),
          { maxLength: 12 },
        )
        .map((liste) => liste.map((p, i) => ({ id: `P${i + 1}`, ...p }))),
      charges: fc.array(
        fc.record({ compte, montantHT: montant, formateur: fc.boolean(), prestationFormation: fc.boolean() }),
        { maxLength: 6 },
      ),
      // Jamais quelques centimes : la part y dépasserait ce qu’un nombre flottant sait arrondir.
      chiffreAffairesGlobalHT: fc
        .oneof(fc.integer({ min: -1000, max: 0 }), fc.integer({ min: 50_000, max: 20_000_000 }))
        .map((c) => c / 100),
    })
  })
