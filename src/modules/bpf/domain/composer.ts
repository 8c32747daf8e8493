import { arrondirLigne, casesD, partDuChiffreAffaires } from './argent.ts'
import { classerSpecialites } from './arrondir-heures.ts'
import type { Dossier, VersionCerfa } from './dossier.ts'
import { etablirFaits, type FaitInscription, type Faits } from './faits.ts'
import { formulaires, versionPour } from './formulaire.ts'
import { ajouter, arrondir, entier, estPositive, type Fraction, sommer, zero } from './fraction.ts'
import {
  clesF3,
  type Effectif,
  type Lignes,
  lettresF1,
  lignesC,
  lignesDuTotal,
  sousLignesDe2,
} from './lignes.ts'
import { type Lectures, lecturesAu } from './parametres.ts'
import type { RegleId } from './regles.ts'
import { sommerDossier } from './sommes.ts'
import { alimenteF2, cadreDeLAction, casesF3, ligneF1 } from './stagiaires.ts'

/** Un enregistrement qui compose une case, et ce qu’il y apporte, exactement. */
export type Contribution = {
  readonly genre: 'produit' | 'charge' | 'inscription' | 'intervention'
  /** De quoi rouvrir l’enregistrement : l’action et la personne, l’action, la séance et l’intervenant, ou le numéro. */
  readonly objet: readonly string[]
  /** Combien d’inscriptions elle compte ensemble, sans les nommer ; une, quand rien n’est dit. */
  readonly nombre?: number
  /** Euros ou heures. */
  readonly exact: Fraction
  readonly regles: readonly RegleId[]
  /** Comment un produit a été rattaché à l’exercice. */
  readonly methode?: string
  /** Les séances suivies, pour une inscription. */
  readonly seances?: readonly { readonly seance: string; readonly heures: Fraction }[]
}

export type Case = {
  readonly id: string
  readonly contributions: readonly Contribution[]
  /** La somme exacte de ses contributions, avant tout arrondi. */
  readonly exact: Fraction
  /** Stagiaires d’une case F ou G, personnes distinctes d’une case E, enregistrements d’une case C ou D. */
  readonly nombre: number
}

export type Bpf = {
  readonly version: VersionCerfa
  readonly lignes: Lignes
  readonly cases: ReadonlyMap<string, Case>
  readonly faits: Faits
  readonly lectures: Lectures
}

/** Les cases d’une inscription en propre : une par cadre, et les totaux. */
const casesDeLInscription = (i: FaitInscription, avecDistance: boolean): readonly string[] => [
  ...(i.statut ? [`F1.${ligneF1(i.statut)}`, 'F1.total'] : []),
  ...(i.objectif ? [...casesF3(i.objectif), 'F3.total'] : []),
  ...(i.nsf ? [`F4.${i.nsf}`, 'F4.total'] : []),
  ...(avecDistance && i.aDistance ? ['F1.distance'] : []),
]

/**
 * Les contributions qui vont aux mêmes cases, additionnées une fois : une inscription en alimente six, et la somme de chacune est
 * celle de ses lots.
 */
type Lot = {
  readonly ids: readonly string[]
  exact: Fraction
  comptees: number
  readonly intervenants: Set<string>
}
type Rangee = { readonly contributions: Contribution[]; readonly lots: Set<Lot> }

/** R13 : une personne compte une fois par ligne de E, quel que soit le nombre de ses séances. */
const compterDans = (lot: Lot, c: Contribution): void => {
  lot.exact = ajouter(lot.exact, c.exact)
  if (c.genre === 'produit' || c.genre === 'charge') lot.comptees += 1
  else if (!estPositive(c.exact)) return
  else if (c.genre === 'intervention') lot.intervenants.add(c.objet[2] ?? '')
  else lot.comptees += c.nombre ?? 1
}

const nombreDe = (lots: readonly Lot[]): number => {
  const [premier, ...suite] = lots
  const intervenants =
    suite.length === 0 ? premier?.intervenants : new Set(lots.flatMap((l) => [...l.intervenants]))
  return lots.reduce((n, l) => n + l.comptees, intervenants?.size ?? 0)
}

/** Les règles d’une contribution, partagées : un bilan en compte vingt mille. */
const reglesDe = {
  produitDate: ['R18', 'R19'],
  produit: ['R18', 'R19', 'R16'],
  charge: ['R22'],
  intervention: ['R1', 'R13'],
  recue: ['R5', 'R11'],
  propre: ['R2', 'R4', 'R5'],
  confiee: ['R9', 'R10'],
} as const satisfies Record<string, readonly RegleId[]>

const ranger = (faits: Faits, avecDistance: boolean): Map<string, Rangee> => {
  const rangees = new Map<string, Rangee>()
  const listesDe = new Map<Lot, readonly Rangee[]>()
  // Mille inscriptions ont les mêmes statut, objectif et spécialité : leurs cases sont la même liste.
  const lots = new Map<string, Lot>()
  const lotDe = (cle: string, casesDuLot: () => readonly string[]): Lot => {
    const deja = lots.get(cle)
    if (deja) return deja
    const lot: Lot = { ids: casesDuLot(), exact: zero, comptees: 0, intervenants: new Set() }
    lots.set(cle, lot)
    listesDe.set(
      lot,
      lot.ids.map((id) => {
        const rangee = rangees.get(id) ?? { contributions: [], lots: new Set() }
        rangees.set(id, rangee)
        rangee.lots.add(lot)
        return rangee
      }),
    )
    return lot
  }
  const poser = (lot: Lot, contribution: Contribution): void => {
    compterDans(lot, contribution)
    for (const rangee of listesDe.get(lot) ?? []) rangee.contributions.push(contribution)
  }
  // Les inscriptions d’une action se suivent, et n’y diffèrent que par leur statut.
  const parStatut = new Map<FaitInscription['statut'], Lot>()
  let derniere: FaitInscription | undefined
  const lotDInscription = (i: FaitInscription): Lot => {
    if (derniere?.objectif !== i.objectif || derniere.nsf !== i.nsf || derniere.aDistance !== i.aDistance)
      parStatut.clear()
    derniere = i
    const deja = parStatut.get(i.statut)
    if (deja) return deja
    const objectif = i.objectif?.f3 === 'a' ? `a${i.objectif.niveau}` : (i.objectif?.f3 ?? '')
    const lot = lotDe(`F ${i.statut ?? ''} ${objectif} ${i.nsf ?? ''} ${i.aDistance ? 'd' : ''}`, () =>
      casesDeLInscription(i, avecDistance),
    )
    parStatut.set(i.statut, lot)
    return lot
  }
  const lotG = () => lotDe('G', () => ['G'])
  const lotF2 = () => lotDe('F2', () => ['F2'])
  for (const p of faits.produits) {
    const lot = lotDe(`C.${p.ligne}`, () => [
      `C.${p.ligne}`,
      ...(/^2[a-h]$/.test(p.ligne) ? ['C.2'] : []),
      'C.total',
    ])
    const regles = p.methode === 'date' ? reglesDe.produitDate : reglesDe.produit
    poser(lot, { genre: 'produit', objet: [p.id], exact: p.montant, regles, methode: p.methode })
  }
  for (const c of faits.charges) {
    const ids = casesD(c)
    poser(
      lotDe(`D ${ids.join(' ')}`, () => ids),
      { genre: 'charge', objet: [c.id], exact: c.montant, regles: reglesDe.charge },
    )
  }
  for (const i of faits.interventions)
    poser(
      lotDe(`E.${i.ligne}`, () => [`E.${i.ligne}`]),
      {
        genre: 'intervention',
        objet: [i.action, i.seance, i.formateur],
        exact: i.heures,
        regles: reglesDe.intervention,
      },
    )
  for (const i of faits.inscriptions) {
    const { total, confiees, seances } = i.heures
    const objet = [i.action, i.personne]
    const ensemble = i.nombre === 1 ? undefined : { nombre: i.nombre }
    if (cadreDeLAction(i.role) === 'G')
      poser(lotG(), {
        genre: 'inscription',
        objet,
        ...ensemble,
        exact: total,
        regles: reglesDe.recue,
        seances,
      })
    else
      poser(lotDInscription(i), {
        genre: 'inscription',
        objet,
        ...ensemble,
        exact: total,
        regles: reglesDe.propre,
        seances,
      })
    if (alimenteF2(i.role, confiees))
      poser(lotF2(), {
        genre: 'inscription',
        objet,
        ...ensemble,
        exact: confiees,
        regles: reglesDe.confiee,
        seances,
      })
  }
  return rangees
}

/** Des faits aux cases, puis aux lignes d’une version du formulaire. */
export const composerBpf = (faits: Faits, version: VersionCerfa, lectures: Lectures): Bpf => {
  const avecDistance = formulaires[version].distanceEnF1
  const rangees = ranger(faits, avecDistance)
  const cases = new Map<string, Case>()
  const garder = (id: string, contributions: readonly Contribution[], lots: readonly Lot[]): void => {
    cases.set(id, { id, contributions, exact: sommer(lots.map((l) => l.exact)), nombre: nombreDe(lots) })
  }
  for (const [id, { contributions, lots }] of rangees) garder(id, contributions, [...lots])

  const effectif = (id: string): Effectif => {
    const c = cases.get(id)
    return { n: c?.nombre ?? 0, h: c?.exact ?? entier(0) }
  }
  const exact = (id: string): Fraction => cases.get(id)?.exact ?? entier(0)
  const entiere = (id: string): Effectif => {
    const { n, h } = effectif(id)
    return { n, h: entier(arrondir(h)) }
  }

  const codes = [...rangees.keys()].filter((id) => /^F4\.\d/.test(id)).map((id) => id.slice(3))
  const { principales, autres } = classerSpecialites(
    codes.map((code) => ({ code, ...effectif(`F4.${code}`) })),
  )
  // La case des « autres » se compose des enregistrements de ses spécialités, dont la ligne propre s’efface.
  const rangeesAutres = autres.flatMap((a) => rangees.get(`F4.${a.code}`) ?? [])
  garder(
    'F4.autres',
    rangeesAutres.flatMap((r) => r.contributions),
    rangeesAutres.flatMap((r) => [...r.lots]),
  )
  for (const { code } of autres) cases.delete(`F4.${code}`)

  const c: Record<string, number> = {}
  for (const ligne of lignesC) if (ligne !== '2') c[ligne] = arrondirLigne(exact(`C.${ligne}`))
  c['2'] = sousLignesDe2.reduce((t, l) => t + (c[l] ?? 0), 0)
  c.total = lignesDuTotal.reduce((t, l) => t + (c[l] ?? 0), 0)
  c.part = partDuChiffreAffaires(exact('C.total'), c.total, faits.chiffreAffaires, lectures)

  const effectifs = <C extends string>(cadre: string, cles: readonly C[]) =>
    Object.fromEntries(cles.map((cle) => [cle, effectif(`${cadre}.${cle}`)])) as Record<C, Effectif>
  const lignes: Lignes = {
    B: { distance: faits.distance },
    C: c as Lignes['C'],
    D: {
      total: arrondirLigne(exact('D.total')),
      salairesFormateurs: arrondirLigne(exact('D.salairesFormateurs')),
      achatsHonoraires: arrondirLigne(exact('D.achatsHonoraires')),
    },
    E: { internes: entiere('E.internes'), externes: entiere('E.externes') },
    F1: {
      ...effectifs('F1', [...lettresF1, 'total']),
      ...(avecDistance ? { distance: effectif('F1.distance').n } : {}),
    },
    F2: effectif('F2'),
    F3: effectifs('F3', [...clesF3, 'total']),
    F4: { specialites: principales, autres: effectif('F4.autres'), total: effectif('F4.total') },
    G: effectif('G'),
  }
  return { version, lignes, cases, faits, lectures }
}

/** Du dossier au bilan. La version est celle que le dossier nomme, sinon celle de l’ouverture de l’exercice. */
export const calculerBpf = (dossier: Dossier, surcharges: Partial<Lectures> = {}): Bpf => {
  const lectures = { ...lecturesAu(dossier.exercice.fin), ...surcharges }
  const version = dossier.cerfa ?? versionPour(dossier.exercice)
  return composerBpf(etablirFaits(sommerDossier(dossier), lectures), version, lectures)
}

/** Le total exact des heures de E, que le formulaire ne montre qu’arrondies. */
export const heuresDispensees = (bpf: Pick<Bpf, 'cases'>): Fraction =>
  ajouter(bpf.cases.get('E.internes')?.exact ?? entier(0), bpf.cases.get('E.externes')?.exact ?? entier(0))
