// Long parce que le dossier complet et ses fautes se lisent ensemble : une faute change un fait de ce dossier-là.
/**
 * Un dossier complet, tiré d’une graine, et les fautes que l’on y plante : chacune ôte ou change un seul fait. Le moteur
 * n’importe rien d’ici.
 */
import fc from 'fast-check'
import { ajouterJours, type DateCivile, dateCivile, jourSemaine } from '#kernel/dates.ts'
import { nomDuFerie, type TerritoireFerie } from '#kernel/feries.ts'
import { instantDe, type Zone } from '#kernel/zones.ts'
import type {
  CaseControlee,
  DossierControle,
  ElementControle,
  PieceControlee,
  SeanceControlee,
} from '../domain/dossier.ts'
import { motPiece } from '../domain/lire.ts'

type Mode = 'salle' | 'classe-virtuelle' | 'asynchrone' | 'afest'
export type Graine = {
  readonly mode: Mode
  readonly stagiaires: number
  readonly jours: number
  readonly depart: number
  readonly lieu: number
  readonly absences: readonly boolean[]
  readonly tablette: boolean
}

export const arbGraine = (
  modes: readonly Mode[] = ['salle', 'classe-virtuelle', 'asynchrone', 'afest'],
): fc.Arbitrary<Graine> =>
  fc.record({
    mode: fc.constantFrom(...modes),
    stagiaires: fc.integer({ min: 3, max: 9 }),
    jours: fc.integer({ min: 1, max: 4 }),
    depart: fc.integer({ min: 0, max: 1500 }),
    lieu: fc.integer({ min: 0, max: 3 }),
    absences: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
    tablette: fc.boolean(),
  })

const lieux: readonly (readonly [string, Zone, TerritoireFerie])[] = [
  ['Salle Duras, Montreuil', 'Europe/Paris', 'metropole'],
  ['La Fabrique, Strasbourg', 'Europe/Paris', 'alsace-moselle'],
  ['Maison des langues, Saint-Denis', 'Indian/Reunion', 'reunion'],
  ['Atelier Schœlcher', 'America/Martinique', 'martinique'],
]

const uuid = (genre: number, n: number): string =>
  `00000000-0000-7000-8000-${String(genre).padStart(4, '0')}${String(n).padStart(8, '0')}`
const deux = (n: number) => String(n).padStart(2, '0')
export const hhmm = (m: number): string => `${deux(Math.floor(m / 60))}:${deux(m % 60)}`
const instant = (jour: DateCivile, minute: number, zone: Zone): Date => instantDe(jour, minute, zone).instant
export const plus = (le: Date, ms: number): Date => new Date(le.getTime() + ms)

const chome = (j: DateCivile, t: TerritoireFerie) => jourSemaine(j) === 7 || nomDuFerie(j, t) !== undefined

/** Rien n’y manque : signé à l’heure par chacun sur son téléphone, contresigné, clos, certifié, facturé. */
export const dossierComplet = (g: Graine): DossierControle => {
  const [lieu, zone, territoire] = lieux[g.lieu] ?? (lieux[0] as (typeof lieux)[number])
  const premier = ajouterJours(dateCivile('2023-01-02') as DateCivile, g.depart)
  const distance = g.mode === 'classe-virtuelle'
  const formateur = uuid(1, 0)
  const compte = uuid(2, 0)
  const seances: SeanceControlee[] = Array.from({ length: g.jours }, (_, j) =>
    ajouterJours(premier, j),
  ).flatMap((jour, j) =>
    (
      [
        [540, 750],
        [810, 1020],
      ] as const
    ).map(([debut, fin], k) => ({
      id: uuid(3, j * 2 + k),
      jour,
      debut,
      fin,
      ouvreLe: instant(jour, debut, zone),
      finLe: instant(jour, fin, zone),
      fermeLe: instant(jour, fin + 120, zone),
      lieu,
      motifJour: chome(jour, territoire) ? 'Date tenue avec l’accord des stagiaires.' : null,
      close: true,
      places: distance ? null : 12,
      intervenants: [{ personne: formateur, compte }],
      attendus: [compte],
      contresignatures: [{ par: compte, suppleance: false }],
      distance,
    })),
  )
  const dossier = uuid(4, 0)
  const gens = Array.from({ length: g.stagiaires }, (_, i) => ({ id: uuid(5, i), personne: uuid(6, i) }))
  // Seule la première demi-journée peut avoir des absents : chacun suit au moins la seconde.
  const cases: CaseControlee[] = gens.flatMap((p, i) =>
    seances.map((s, n) => {
      const absent = n === 0 && i > 2 && g.absences[i] === true
      // Toute la classe signe dans les dix mêmes secondes, chacun sur son téléphone ; sur la tablette, une par vingt secondes.
      const signee = plus(s.ouvreLe, 180_000 + (g.tablette ? i * 20_000 : i * 300))
      return {
        inscription: p.id,
        seance: s.id,
        etat: absent ? 'absente' : 'presente',
        signeeLe: absent ? null : signee,
        horloge: absent || !g.tablette ? null : plus(signee, 1500),
        porte: absent ? null : g.tablette ? 'tablette' : 'lien',
        appareil: absent || !g.tablette ? null : uuid(7, n),
        origine: absent ? null : `origine-${i}`,
        attestee: false,
      }
    }),
  )
  const plan =
    g.mode === 'asynchrone'
      ? [0, 1].map((n) => ({ id: uuid(8, n), genre: 'asynchrone' as const, minutes: 90 + n * 30 }))
      : g.mode === 'afest'
        ? [
            { id: uuid(8, 0), genre: 'situation' as const, minutes: 60 },
            { id: uuid(8, 1), genre: 'reflexion' as const, minutes: 30 },
          ]
        : []
  const element = (
    n: number,
    genre: ElementControle['genre'],
    e: Partial<ElementControle>,
  ): ElementControle => ({
    id: uuid(9, n),
    genre,
    inscription: null,
    le: premier,
    minutes: null,
    activite: null,
    fichier: false,
    ...e,
  })
  const aDistance = distance || g.mode === 'asynchrone'
  const elements: ElementControle[] = [
    ...gens.flatMap((p, i) =>
      aDistance
        ? [
            element(i * 10, 'echange', { inscription: p.id }),
            element(i * 10 + 1, 'evaluation', { inscription: p.id }),
            ...plan.map((a, n) =>
              element(i * 10 + 2 + n, 'realisation', {
                inscription: p.id,
                activite: a.id,
                minutes: a.minutes,
                fichier: true,
              }),
            ),
          ]
        : [],
    ),
    ...(g.mode === 'afest'
      ? [
          element(900, 'afest-analyse', {}),
          element(901, 'afest-formateur', {}),
          ...gens.flatMap((p, i) => [
            element(1000 + i * 10, 'afest-situation', { inscription: p.id, minutes: 60 }),
            element(1001 + i * 10, 'afest-reflexion', { inscription: p.id, minutes: 30 }),
            element(1002 + i * 10, 'afest-evaluation', { inscription: p.id }),
          ]),
        ]
      : []),
  ]
  const enSalle = seances.reduce((t, s) => t + s.fin - s.debut, 0)
  const aPart = plan.reduce((t, a) => t + a.minutes, 0)
  const realise = (id: string) =>
    cases.filter((c) => c.inscription === id && c.etat === 'presente').length * 210 +
    elements
      .filter(
        (e) =>
          e.inscription === id && ['realisation', 'afest-situation', 'afest-reflexion'].includes(e.genre),
      )
      .reduce((t, e) => t + (e.minutes ?? 0), 0)
  const [debut = premier, fin = premier] = [seances[0]?.jour, seances.at(-1)?.jour]
  const apres = instant(ajouterJours(fin, 2), 600, zone)
  const piece = (
    n: number,
    p: Partial<PieceControlee> & Pick<PieceControlee, 'genre' | 'objet'>,
  ): PieceControlee => ({
    id: uuid(10, n),
    numero: `N-${n}`,
    emiseLe: apres,
    intitule: 'Anglais professionnel : accueillir',
    nature: 'formation',
    debut,
    fin,
    lieu: lieu.split(',')[0] ?? lieu,
    minutes: null,
    creneaux: null,
    effectif: null,
    ...p,
  })
  const creneaux = seances.map((s) => `${s.jour} ${hhmm(s.debut)}-${hhmm(s.fin)}`)
  const avant = instant(ajouterJours(debut, -20), 600, zone)
  return {
    maintenant: instant(ajouterJours(fin, 5), 600, zone),
    aujourdhui: ajouterJours(fin, 5),
    session: {
      id: uuid(11, 0),
      intitule: 'Anglais professionnel : accueillir',
      nature: 'formation',
      modalite: distance ? 'distance' : g.mode === 'asynchrone' ? 'mixte' : 'presentiel',
      lieu,
      zone,
      territoire,
    },
    seances,
    inscriptions: gens.map((p) => ({
      ...p,
      etat: 'inscrit',
      sortieLe: null,
      dossier,
      regime: 'convention',
      signeLe: plus(avant, 86_400_000),
      demarrageMotive: false,
      realiseMin: realise(p.id),
    })),
    cases,
    pieces: [
      piece(0, {
        genre: 'convention',
        objet: dossier,
        emiseLe: avant,
        minutes: enSalle + aPart,
        creneaux,
        effectif: gens.length,
      }),
      ...gens.flatMap((p, i) => [
        piece(100 + i, {
          genre: 'convocation',
          objet: p.id,
          emiseLe: avant,
          nature: null,
          minutes: enSalle,
          creneaux,
        }),
        piece(200 + i, { genre: 'certificat', objet: p.id, minutes: realise(p.id) }),
        piece(300 + i, {
          genre: 'attestation',
          objet: p.id,
          nature: null,
          lieu: null,
          minutes: realise(p.id),
        }),
      ]),
      piece(1, {
        genre: 'facture',
        objet: dossier,
        nature: null,
        minutes: gens.reduce((t, p) => t + realise(p.id), 0),
      }),
    ],
    ailleurs: [],
    conges: [{ personne: formateur, du: ajouterJours(fin, 10), au: ajouterJours(fin, 20) }],
    suivi: {
      plan,
      annonce: aDistance ? { activites: true, minutes: enSalle } : null,
      assistants: aDistance ? 1 : 0,
      elements,
      connexions: distance
        ? seances.map((s) => ({
            seance: s.id,
            presents: cases
              .filter((c) => c.seance === s.id && c.etat === 'presente')
              .map((c) => ({ inscription: c.inscription, minutes: 200 })),
          }))
        : [],
    },
    factures: gens.map((p) => ({ inscription: p.id, minutes: realise(p.id) })),
  }
}

/** Un nombre tiré de la graine, entre 0 et `n` exclu. */
export type Tirage = (n: number) => number
export type Faute = {
  /** La règle qui doit la trouver, et elle seule. */
  readonly regle: string
  readonly quoi: string
  readonly modes: readonly Mode[]
  /** Change un seul fait ; rien : ce dossier-là ne s’y prête pas. */
  planter(d: DossierControle, t: Tirage): DossierControle | undefined
}

const tous: readonly Mode[] = ['salle', 'classe-virtuelle', 'asynchrone', 'afest']
const choisir = <T>(liste: readonly T[], t: Tirage): T | undefined => liste[t(Math.max(1, liste.length))]
const surCase = (
  d: DossierControle,
  t: Tirage,
  garde: (c: CaseControlee, s: SeanceControlee) => boolean,
  changer: (c: CaseControlee, s: SeanceControlee) => Partial<CaseControlee>,
): DossierControle | undefined => {
  const deSeance = (c: CaseControlee) => d.seances.find((s) => s.id === c.seance) as SeanceControlee
  const cible = choisir(
    d.cases.filter((c) => garde(c, deSeance(c))),
    t,
  )
  return (
    cible && { ...d, cases: d.cases.map((c) => (c === cible ? { ...c, ...changer(c, deSeance(c)) } : c)) }
  )
}
const surSeance = (
  d: DossierControle,
  t: Tirage,
  changer: (s: SeanceControlee) => Partial<SeanceControlee>,
  garde: (s: SeanceControlee) => boolean = () => true,
): DossierControle | undefined => {
  const cible = choisir(d.seances.filter(garde), t)
  return cible && { ...d, seances: d.seances.map((s) => (s === cible ? { ...s, ...changer(s) } : s)) }
}
const surPiece = (
  d: DossierControle,
  t: Tirage,
  garde: (p: PieceControlee) => boolean,
  changer: (p: PieceControlee) => Partial<PieceControlee>,
): DossierControle | undefined => {
  const cible = choisir(d.pieces.filter(garde), t)
  return cible && { ...d, pieces: d.pieces.map((p) => (p === cible ? { ...p, ...changer(p) } : p)) }
}
const sansElement = (
  d: DossierControle,
  t: Tirage,
  genre: ElementControle['genre'],
): DossierControle | undefined => {
  const cible = choisir(
    d.suivi.elements.filter((e) => e.genre === genre),
    t,
  )
  return cible && { ...d, suivi: { ...d.suivi, elements: d.suivi.elements.filter((e) => e !== cible) } }
}
const presente = (c: CaseControlee) => c.etat === 'presente'
const minute = 60_000

export const fautes: readonly Faute[] = [
  {
    regle: 'signature-autre-jour',
    quoi: 'une signature glisse au lendemain matin',
    modes: tous,
    planter: (d, t) =>
      surCase(d, t, presente, (_, s) => ({
        signeeLe: plus(s.finLe, (12 + t(3)) * 3_600_000 + t(20) * minute),
      })),
  },
  {
    regle: 'signature-avant-debut',
    quoi: 'une signature précède le début',
    modes: tous,
    // Le matin : l’après-midi, une heure plus tôt serait encore dans la fenêtre d’une autre, jamais à la même minute.
    planter: (d, t) =>
      surCase(
        d,
        t,
        (c, s) => presente(c) && s.debut < 780,
        (_, s) => ({ signeeLe: plus(s.ouvreLe, -(1 + t(120)) * minute) }),
      ),
  },
  {
    regle: 'signature-hors-delai',
    quoi: 'une signature vient le soir',
    modes: tous,
    planter: (d, t) =>
      surCase(
        d,
        t,
        (c, s) => presente(c) && s.debut > 780,
        (_, s) => ({ signeeLe: plus(s.fermeLe, (1 + t(200)) * minute) }),
      ),
  },
  {
    regle: 'signatures-ensemble',
    quoi: 'la matinée se signe au moment où se signe l’après-midi',
    modes: tous,
    planter: (d, t) =>
      surCase(
        d,
        t,
        (c, s) => presente(c) && s.debut < 780,
        (c, s) => {
          const apresMidi = d.seances.find((x) => x.jour === s.jour && x.debut > 780)
          const autre = d.cases.find((x) => x.inscription === c.inscription && x.seance === apresMidi?.id)
          return { signeeLe: plus(autre?.signeeLe ?? s.finLe, (t(9) - 4) * minute) }
        },
      ),
  },
  {
    regle: 'signatures-en-serie',
    quoi: 'la tablette passe en neuf secondes de l’un à l’autre, moins qu’il n’en faut pour sept touches',
    modes: tous,
    planter: (d, t) => {
      const s = choisir(d.seances, t)
      const siens = d.cases.filter((c) => c.seance === s?.id && presente(c) && c.appareil !== null)
      if (!s || siens.length < 5) return undefined
      return {
        ...d,
        cases: d.cases.map((c) =>
          siens.includes(c) ? { ...c, horloge: plus(s.ouvreLe, 180_000 + siens.indexOf(c) * 9000) } : c,
        ),
      }
    },
  },
  {
    regle: 'remise-un-autre-jour',
    quoi: 'ce qui s’est signé sans réseau n’arrive que le lendemain',
    modes: tous,
    planter: (d, t) => {
      const s = choisir(d.seances, t)
      return (
        s && {
          ...d,
          cases: d.cases.map((c) =>
            c.seance === s.id && presente(c) ? { ...c, remiseLe: plus(s.finLe, 24 * 60 * minute) } : c,
          ),
        }
      )
    },
  },
  {
    regle: 'adresse-commune',
    quoi: 'à distance, tous ont la même origine',
    modes: ['classe-virtuelle'],
    planter: (d, t) => {
      const s = choisir(d.seances, t)
      const liens = d.cases.filter((c) => c.seance === s?.id && c.porte === 'lien')
      if (liens.length < 3) return undefined
      return {
        ...d,
        cases: d.cases.map((c) => (liens.includes(c) ? { ...c, origine: 'origine-commune' } : c)),
      }
    },
  },
  {
    regle: 'appareil-pour-plusieurs',
    quoi: 'un seul navigateur ouvre les liens de toute la classe, en salle comme à distance',
    modes: tous,
    planter: (d, t) => {
      const s = choisir(d.seances, t)
      const liens = d.cases.filter((c) => c.seance === s?.id && c.porte === 'lien')
      if (liens.length < 3) return undefined
      return { ...d, cases: d.cases.map((c) => (liens.includes(c) ? { ...c, marque: 'la-meme' } : c)) }
    },
  },
  {
    regle: 'demi-journee-sans-signature',
    quoi: 'une matinée entière attestée par qui forme, sans une signature',
    modes: ['salle'],
    planter: (d, t) => {
      // Assez de demi-journées pour qu’une attestée par personne ne soit pas déjà de trop.
      if (d.seances.length < 6) return undefined
      const s = choisir(d.seances, t)
      return {
        ...d,
        cases: d.cases.map((c) => (c.seance === s?.id && presente(c) ? { ...c, attestee: true } : c)),
      }
    },
  },
  {
    regle: 'historique-repris',
    quoi: 'la session vient d’un autre outil',
    modes: tous,
    planter: (d) => ({ ...d, session: { ...d.session, reprise: true } }),
  },
  {
    regle: 'sans-engagement',
    quoi: 'une personne suit sans convention ni contrat',
    modes: tous,
    planter: (d, t) => {
      const i = choisir(d.inscriptions, t)
      return (
        i && {
          ...d,
          inscriptions: d.inscriptions.map((x) =>
            x.id === i.id ? { ...x, dossier: null, regime: null } : x,
          ),
        }
      )
    },
  },
  {
    regle: 'jour-ferie',
    quoi: 'le motif d’un jour férié s’efface',
    modes: tous,
    planter: (d, t) =>
      surSeance(
        d,
        t,
        () => ({ motifJour: null }),
        (s) => nomDuFerie(s.jour, d.session.territoire) !== undefined,
      ),
  },
  {
    regle: 'dimanche',
    quoi: 'le motif d’un dimanche s’efface',
    modes: tous,
    planter: (d, t) =>
      surSeance(
        d,
        t,
        () => ({ motifJour: null }),
        (s) => jourSemaine(s.jour) === 7 && nomDuFerie(s.jour, d.session.territoire) === undefined,
      ),
  },
  {
    regle: 'formateur-en-conge',
    quoi: 'un congé couvre une demi-journée',
    modes: tous,
    planter: (d, t) => {
      const s = choisir(d.seances, t)
      const qui = s?.intervenants[0]?.personne
      return s && qui ? { ...d, conges: [...d.conges, { personne: qui, du: s.jour, au: s.jour }] } : undefined
    },
  },
  {
    regle: 'salle-trop-petite',
    quoi: 'la salle perd des places',
    modes: ['salle', 'asynchrone', 'afest'],
    planter: (d, t) =>
      surSeance(d, t, (s) => ({
        places: d.cases.filter((c) => c.seance === s.id && presente(c)).length - 1,
      })),
  },
  {
    regle: 'formateur-ailleurs',
    quoi: 'l’intervenant est pris par une autre session',
    modes: tous,
    planter: (d, t) => {
      const s = choisir(d.seances, t)
      const qui = s?.intervenants[0]?.personne
      return s && qui
        ? { ...d, ailleurs: [{ personne: qui, seance: s.id, numero: 'S-2024-009' }] }
        : undefined
    },
  },
  {
    regle: 'formateur-identifie',
    quoi: 'plus personne n’est affecté',
    modes: tous,
    planter: (d, t) => surSeance(d, t, () => ({ intervenants: [] })),
  },
  {
    regle: 'formateur-signature',
    quoi: 'la contresignature manque',
    modes: tous,
    planter: (d, t) => surSeance(d, t, () => ({ contresignatures: [] })),
  },
  {
    regle: 'lieu-identifie',
    quoi: 'le lieu d’une demi-journée s’efface',
    modes: ['salle', 'asynchrone', 'afest'],
    planter: (d, t) => surSeance(d, t, () => ({ lieu: ['', 'à préciser', 'À définir'][t(3)] ?? '' })),
  },
  {
    regle: 'creneau-sans-statut',
    quoi: 'une case redevient attendue',
    modes: ['salle', 'asynchrone', 'afest'],
    planter: (d, t) =>
      surCase(
        d,
        t,
        () => true,
        () => ({ etat: 'attendue', signeeLe: null, horloge: null, porte: null, appareil: null }),
      ),
  },
  {
    regle: 'feuille-ouverte',
    quoi: 'une feuille n’est pas close',
    modes: tous,
    planter: (d, t) => surSeance(d, t, () => ({ close: false })),
  },
  ...(['convention', 'convocation', 'certificat', 'attestation', 'facture'] as const).flatMap(
    (genre): Faute[] => [
      {
        regle: 'intitule-concordant',
        quoi: `${motPiece[genre]} dit un autre intitulé`,
        modes: tous,
        planter: (d, t) =>
          surPiece(
            d,
            t,
            (p) => p.genre === genre,
            (p) => ({
              intitule:
                t(2) === 0 ? `${p.intitule} et conclure` : (p.intitule ?? '').replace('Anglais', 'Espagnol'),
            }),
          ),
      },
      {
        regle: 'dates-concordantes',
        quoi: `${motPiece[genre]} dit un autre début ou une autre fin`,
        modes: tous,
        planter: (d, t) => {
          const jours = new Set(d.seances.map((s) => s.jour)).size
          return surPiece(
            d,
            t,
            (p) => p.genre === genre,
            (p) => {
              const [debut, fin] = [p.debut as DateCivile, p.fin as DateCivile]
              // Vers le dehors toujours ; vers le dedans, si un autre jour reste.
              const sens = jours > 1 && t(2) === 0 ? -1 : 1
              const ecart = sens < 0 ? 1 + t(jours - 1) : 1 + t(5)
              return t(2) === 0
                ? { debut: ajouterJours(debut, -sens * ecart) }
                : { fin: ajouterJours(fin, sens * ecart) }
            },
          )
        },
      },
    ],
  ),
  {
    regle: 'nature-concordante',
    quoi: 'un certificat coche une autre nature',
    modes: tous,
    planter: (d, t) =>
      surPiece(
        d,
        t,
        (p) => p.nature !== null,
        () => ({ nature: 'bilan' }),
      ),
  },
  ...(['convention', 'convocation'] as const).flatMap((genre): Faute[] => [
    {
      regle: 'horaires-concordants',
      quoi: `${motPiece[genre]} dit un autre horaire, ou un créneau de moins`,
      modes: tous,
      planter: (d, t) =>
        surPiece(
          d,
          t,
          (p) => p.genre === genre,
          (p) => {
            const n = t((p.creneaux ?? []).length)
            return t(2) === 0
              ? { creneaux: (p.creneaux ?? []).filter((_, i) => i !== n) }
              : { creneaux: (p.creneaux ?? []).map((x, i) => (i === n ? `${x.slice(0, -1)}5` : x)) }
          },
        ),
    },
    {
      regle: 'heures-concordantes',
      quoi: `${motPiece[genre]} prévoit d’autres heures`,
      modes: tous,
      planter: (d, t) =>
        surPiece(
          d,
          t,
          (p) => p.genre === genre,
          (p) => ({ minutes: Math.max(0, (p.minutes ?? 0) + (t(2) === 0 ? 7 : -7)) }),
        ),
    },
  ]),
  ...(['convention', 'convocation', 'certificat', 'facture'] as const).map(
    (genre): Faute => ({
      regle: 'lieu-concordant',
      quoi: `${motPiece[genre]} dit un autre lieu`,
      modes: tous,
      planter: (d, t) =>
        surPiece(
          d,
          t,
          (p) => p.genre === genre,
          () => ({ lieu: 'Salle Perec' }),
        ),
    }),
  ),
  {
    regle: 'effectif-concordant',
    quoi: 'la convention nomme une personne de moins',
    modes: tous,
    planter: (d, t) =>
      surPiece(
        d,
        t,
        (p) => p.effectif !== null,
        (p) => ({ effectif: (p.effectif ?? 1) - 1 }),
      ),
  },
  {
    regle: 'contrat-signe',
    quoi: 'la convention revient signée après le début, ou jamais',
    modes: tous,
    planter: (d, t) => {
      const signeLe = t(2) === 0 ? null : plus(d.seances[0]?.finLe ?? d.maintenant, 3_600_000)
      // Le dossier est un : sa date se lit à chacune de ses inscriptions.
      return { ...d, inscriptions: d.inscriptions.map((i) => ({ ...i, signeLe })) }
    },
  },
  {
    regle: 'certificat-avant-fin',
    quoi: 'un certificat porte une date d’avant la fin',
    modes: tous,
    planter: (d, t) =>
      surPiece(
        d,
        t,
        (p) => p.genre === 'certificat' || p.genre === 'attestation',
        () => ({ emiseLe: plus(d.seances.at(-1)?.ouvreLe ?? d.maintenant, -30 * 3_600_000) }),
      ),
  },
  {
    regle: 'heures-certificat',
    quoi: 'une présence devient une absence après le certificat',
    modes: tous,
    planter: (d, t) => {
      const i = choisir(d.inscriptions, t)
      return (
        i && {
          ...d,
          inscriptions: d.inscriptions.map((x) => (x === i ? { ...x, realiseMin: x.realiseMin - 30 } : x)),
        }
      )
    },
  },
  {
    regle: 'heures-convention',
    quoi: 'la convention fut écrite avant le plan',
    modes: ['asynchrone', 'afest'],
    planter: (d) => ({
      ...d,
      pieces: d.pieces.map((p) =>
        p.genre === 'convention' ? { ...p, minutes: d.seances.reduce((t, s) => t + s.fin - s.debut, 0) } : p,
      ),
    }),
  },
  {
    regle: 'heures-attestation',
    quoi: 'l’attestation dit d’autres heures',
    modes: tous,
    planter: (d, t) =>
      surPiece(
        d,
        t,
        (p) => p.genre === 'attestation',
        (p) => ({ minutes: (p.minutes ?? 0) + 60 }),
      ),
  },
  {
    regle: 'heures-facture',
    quoi: 'une facture compte d’autres heures',
    modes: tous,
    planter: (d, t) => {
      const f = choisir(d.factures ?? [], t)
      const ecart = t(2) === 0 ? 60 : -60
      return (
        f && { ...d, factures: d.factures?.map((x) => (x === f ? { ...x, minutes: x.minutes + ecart } : x)) }
      )
    },
  },
  {
    regle: 'present-apres-sortie',
    quoi: 'une personne sort avant la dernière demi-journée',
    modes: tous,
    planter: (d, t) => {
      const i = choisir(d.inscriptions, t)
      const sortieLe = plus(d.seances.at(-1)?.ouvreLe ?? d.maintenant, -minute)
      return i && { ...d, inscriptions: d.inscriptions.map((x) => (x === i ? { ...x, sortieLe } : x)) }
    },
  },
  {
    regle: 'regularisations-nombreuses',
    quoi: 'une personne ne signe plus, on atteste pour elle',
    modes: tous,
    planter: (d, t) => {
      const i = choisir(d.inscriptions, t)
      if (!i || d.cases.filter((c) => c.inscription === i.id && presente(c)).length < 2) return undefined
      return {
        ...d,
        cases: d.cases.map((c) => (c.inscription === i.id && presente(c) ? { ...c, attestee: true } : c)),
      }
    },
  },
  {
    regle: 'connexion-absente',
    quoi: 'une liste de connexion manque, ou une personne à la liste',
    modes: ['classe-virtuelle'],
    planter: (d, t) => {
      const l = choisir(d.suivi.connexions, t)
      if (!l || l.presents.length === 0) return undefined
      const connexions =
        t(2) === 0
          ? d.suivi.connexions.filter((x) => x !== l)
          : d.suivi.connexions.map((x) => (x === l ? { ...x, presents: x.presents.slice(1) } : x))
      return { ...d, suivi: { ...d.suivi, connexions } }
    },
  },
  {
    regle: 'connexion-courte',
    quoi: 'une personne n’est restée que quelques minutes',
    modes: ['classe-virtuelle'],
    planter: (d, t) => {
      const l = choisir(d.suivi.connexions, t)
      if (!l || l.presents.length === 0) return undefined
      const connexions = d.suivi.connexions.map((x) =>
        x === l ? { ...x, presents: x.presents.map((p, i) => (i === 0 ? { ...p, minutes: t(100) } : p)) } : x,
      )
      return { ...d, suivi: { ...d.suivi, connexions } }
    },
  },
  {
    regle: 'foad-assistance',
    quoi: 'plus d’assistant désigné, ou plus d’échange avec une personne',
    modes: ['classe-virtuelle', 'asynchrone'],
    planter: (d, t) =>
      t(2) === 0 ? { ...d, suivi: { ...d.suivi, assistants: 0 } } : sansElement(d, t, 'echange'),
  },
  {
    regle: 'foad-information',
    quoi: 'la durée d’une activité s’efface, ou l’annonce de la convention',
    modes: ['classe-virtuelle', 'asynchrone'],
    planter: (d, t) => {
      const a = choisir(d.suivi.plan, t)
      if (!a) return { ...d, suivi: { ...d.suivi, annonce: null } }
      // Si la convention compte le plan, une durée ôtée la dément aussi : ce serait deux fautes.
      const enSalle = d.seances.reduce((n, s) => n + s.fin - s.debut, 0)
      if (d.pieces.some((p) => p.genre === 'convention' && p.minutes !== enSalle)) return undefined
      return {
        ...d,
        suivi: { ...d.suivi, plan: d.suivi.plan.map((x) => (x === a ? { ...x, minutes: null } : x)) },
      }
    },
  },
  {
    regle: 'foad-evaluation',
    quoi: 'une évaluation manque',
    modes: ['classe-virtuelle', 'asynchrone'],
    planter: (d, t) => sansElement(d, t, 'evaluation'),
  },
  {
    regle: 'foad-trace',
    quoi: 'un travail rendu disparaît',
    modes: ['asynchrone'],
    planter: (d, t) => {
      const e = choisir(
        d.suivi.elements.filter((x) => x.genre === 'realisation'),
        t,
      )
      return (
        e && {
          ...d,
          suivi: {
            ...d.suivi,
            elements: d.suivi.elements.map((x) => (x === e ? { ...x, fichier: false } : x)),
          },
        }
      )
    },
  },
  {
    regle: 'afest-analyse',
    quoi: 'l’analyse manque',
    modes: ['afest'],
    planter: (d, t) => sansElement(d, t, 'afest-analyse'),
  },
  {
    regle: 'afest-formateur',
    quoi: 'le formateur n’est désigné qu’après coup, ou jamais',
    modes: ['afest'],
    planter: (d, t) =>
      t(2) === 0
        ? sansElement(d, t, 'afest-formateur')
        : {
            ...d,
            suivi: {
              ...d.suivi,
              elements: d.suivi.elements.map((e) =>
                e.genre === 'afest-formateur' ? { ...e, le: ajouterJours(e.le, 1) } : e,
              ),
            },
          },
  },
  {
    regle: 'afest-reflexion',
    quoi: 'une phase réflexive manque',
    modes: ['afest'],
    planter: (d, t) => sansElement(d, t, 'afest-reflexion'),
  },
  {
    regle: 'afest-evaluation',
    quoi: 'une évaluation propre manque',
    modes: ['afest'],
    planter: (d, t) => sansElement(d, t, 'afest-evaluation'),
  },
]
