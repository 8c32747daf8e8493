/**
 * Le bilan d'un exercice, lu de la base : elle additionne (`db/sommes.queries.ts`), le moteur décide. Les produits sont ceux
 * des factures quand il y en a, sinon ceux des conventions au prorata, et ceux des reprises ; chacun dit d'où il vient.
 */
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { chargesDeLExercice, chiffresDeLExercice, produitsDeLExercice } from '#modules/facturation/index.ts'
import { resoudre, statutDuTitre } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { actionsSansSeance, lirePartsAPart } from '../db/a-part.queries.ts'
import { chargesReprises, produitsDesConventions, produitsRepris } from '../db/argent.queries.ts'
import { enseignesDeQuiLit } from '../db/enseignes.queries.ts'
import { finDuDepotPrecedent, type ReglageExercice, reglageDe } from '../db/exercices.queries.ts'
import type { LigneAction, LignePart, StatutDeFiche } from '../db/lignes-sommees.ts'
import { type MissionDonnee, missionsDonnees } from '../db/missions.queries.ts'
import { heuresDesPeriodes } from '../db/periodes.queries.ts'
import { fichesQuiAniment, lireSommes, type RepriseLue, reprisesVives } from '../db/sommes.queries.ts'
import {
  enseignesDesFiches,
  fichesAbsorbees,
  type StatutDate,
  tousLesStatuts,
} from '../db/statuts.queries.ts'
import { type Bpf, composerBpf } from '../domain/composer.ts'
import type { Contexte } from '../domain/controles/controle.ts'
import type { Exercice, StatutIntervenant } from '../domain/dossier.ts'
import { etablirFaits, personneSansStatut } from '../domain/faits.ts'
import { versionPour } from '../domain/formulaire.ts'
import {
  ajouter,
  eurosDeCentimes,
  type Fraction,
  fraction,
  fractionDeDecimal,
  sommer,
  zero,
} from '../domain/fraction.ts'
import { lecturesAu } from '../domain/parametres.ts'
import type { SommeInscription, SommeIntervention, Sommes } from '../domain/sommes.ts'
import {
  heuresDe,
  type InscriptionLue,
  inscriptionsDe,
  inscriptionsLues,
  souligner,
} from './reunir-inscriptions.ts'
import { type ProduitLu, periodesACheval, reunirProduits } from './reunir-produits.ts'

export type ActionLue = Pick<
  LigneAction,
  'session' | 'activite' | 'intitule' | 'reprise' | 'premiere' | 'derniere' | 'seancesIci'
> & { readonly ici: Fraction; readonly enTout: Fraction }
export type ChargeLue = { readonly compte: string; readonly libelle: string; readonly activite: string }

export type BilanLu = {
  readonly exercice: Exercice
  readonly sommes: Sommes
  readonly bpf: Bpf
  readonly contexte: Omit<Contexte, 'aujourdhui'>
  /** Par numéro de session. */
  readonly actions: ReadonlyMap<string, ActionLue>
  readonly produits: ReadonlyMap<string, ProduitLu>
  readonly charges: ReadonlyMap<string, ChargeLue>
  /** De qui anime sans statut, l’enseigne de la fiche, si elle se lit. */
  readonly fiches: ReadonlyMap<string, string>
  /** Ce qu’une mission a donné à une autre coopérative, par son identifiant. */
  readonly missions: ReadonlyMap<string, MissionDonnee>
  readonly reprises: readonly RepriseLue[]
  readonly reglage: ReglageExercice | undefined
  /** Vrai quand rien ne dit le chiffre d'affaires global : la part n'a pas de dénominateur. */
  readonly sansChiffreAffaires: boolean
}

/** De quoi rouvrir chaque enregistrement d’une case : personne n’y est compté avec d’autres. */
export type BilanDetaille = BilanLu & {
  /** Par action et personne ; plusieurs si une même personne s'est inscrite deux fois. */
  readonly inscriptions: ReadonlyMap<string, readonly InscriptionLue[]>
}

const statutIntervenant = (code: string): StatutIntervenant =>
  code === 'mise-a-disposition' ? 'mise_a_disposition_non_lucrative' : souligner(code)

/** Les reprises qui parlent de cet exercice ; à défaut, toutes : une action à cheval finit dans l'exercice d'après. */
const retenir = (vives: readonly RepriseLue[], e: Exercice): readonly RepriseLue[] => {
  const siennes = vives.filter((r) => r.debut <= e.fin && e.debut <= r.fin)
  return siennes.length > 0 ? siennes : vives
}

/**
 * Les statuts de chaque fiche ; réunie à une autre, elle a ceux de la gardée, si celle-ci en a, sinon ceux des fiches réunies qui
 * animent. Sans fiche réunie, chacune a les siens, et l'on n'a pas à savoir qui anime.
 */
const statutsDe = (
  tous: readonly StatutDate[],
  animent: readonly Id<'Tiers'>[],
  racines: ReadonlyMap<Id<'Tiers'>, Id<'Tiers'>>,
): StatutDeFiche[] => {
  if (racines.size === 0)
    return tous.map(({ personne, ...s }) => ({ fiche: personne, racine: personne, ...s }))
  const racineDe = (f: Id<'Tiers'>) => racines.get(f) ?? f
  const parFiche = Map.groupBy(tous, (s) => s.personne)
  const parRacine = Map.groupBy(animent, racineDe)
  return animent.flatMap((fiche) => {
    const racine = racineDe(fiche)
    const siens = parFiche.get(racine) ?? (parRacine.get(racine) ?? []).flatMap((f) => parFiche.get(f) ?? [])
    return siens.map(({ statut, du, au }) => ({ fiche, racine, statut, du, au }))
  })
}

/** Une activité suivie hors des demi-journées n’est confiée à personne. */
const surPlace = { confiee: false, honoraires: false, cotraitee: false } as const

/** Chaque stagiaire d’une mission, sans nom : leurs heures, en parts égales. L’identifiant n’est à personne. */
const donnees = (m: MissionDonnee): SommeInscription[] =>
  Array.from({ length: m.stagiaires }, (_, n) => ({
    action: m.mission,
    nombre: 1,
    personne: `${m.mission.slice(0, -4)}${n.toString(16).padStart(4, '0')}`,
    role: 'sous_traitance_recue',
    statut: null,
    modalite: null,
    objectif: null,
    nsf: null,
    parts: [
      { ...surPlace, asynchrone: false, heures: fraction(BigInt(m.minutes), BigInt(60 * m.stagiaires)) },
    ],
  }))

/** R11 : qui envoie compte les heures de la personne, d’après le constat ; son statut d’ici, ce jour-là, l’emporte sur celui de la mission. */
const animees = (
  missions: readonly MissionDonnee[],
  statuts: readonly StatutDate[],
  racineDe: (fiche: string) => string,
): SommeIntervention[] =>
  missions.flatMap((m) => {
    if (m.animees === 0) return []
    const fiche = racineDe(m.personne)
    const sien = statuts.find(
      (s) =>
        (s.personne === m.personne || racineDe(s.personne) === fiche) &&
        s.du <= m.jour &&
        (s.au === null || m.jour <= s.au),
    )
    const statut = sien?.statut ?? statutDuTitre[m.statut]
    return [
      {
        action: m.mission,
        seance: '',
        formateur: fiche,
        statut: statut ? statutIntervenant(statut) : null,
        date: m.jour,
        cotraitee: false,
        animateurs: 1,
        heures: fraction(BigInt(m.animees), 60n),
      },
    ]
  })

const sessionsVives = (lignes: readonly LigneAction[]) =>
  lignes.filter((l) => l.reprise === null).map((l) => l.session)

const decimalOuRien = (texte: string | null): Fraction | undefined =>
  texte === null ? undefined : fractionDeDecimal(texte)

/**
 * Toutes les lignes du bilan, ses contrôles et ce qui lui manque. Des personnes que rien ne distingue y sont comptées ensemble : une case dit combien,
 * non qui.
 */
export const lireBilan = async (tx: TenantTx, exercice: Exercice): Promise<BilanLu> =>
  (await lire(tx, exercice, false)).lu

/** Le même, où chaque enregistrement d’une case se rouvre. */
export const lireBilanDetaille = async (tx: TenantTx, exercice: Exercice): Promise<BilanDetaille> => {
  const { lu, suivies, renvois } = await lire(tx, exercice, true)
  return { ...lu, inscriptions: inscriptionsLues(suivies, renvois) }
}

/** Ce qui ne dépend de rien part ensemble. */
const lire = async (tx: TenantTx, exercice: Exercice, detail: boolean) => {
  const [
    vives,
    factures,
    absorbees,
    tousStatuts,
    chargesFacturees,
    reglage,
    chiffres,
    depotPrecedent,
    aPart,
    missions,
    enseignes,
  ] = await Promise.all([
    reprisesVives(tx),
    produitsDeLExercice(tx, exercice),
    fichesAbsorbees(tx),
    tousLesStatuts(tx),
    chargesDeLExercice(tx, exercice),
    reglageDe(tx, exercice),
    chiffresDeLExercice(tx, exercice),
    finDuDepotPrecedent(tx, exercice),
    lirePartsAPart(tx, exercice),
    missionsDonnees(tx, exercice),
    enseignesDeQuiLit(tx),
  ])
  const reprises = retenir(vives, exercice)
  const lots = reprises.map((r) => r.id)
  const exactes = reprises.filter((r) => r.debut === exercice.debut && r.fin === exercice.fin)
  const suiviesAPart = new Set<string>(aPart.map((l) => l.session))
  const nommees = [
    ...new Set([...factures.flatMap((f) => (f.session === null ? [] : [f.session])), ...suiviesAPart]),
  ]
  const renvois = await resoudre(tx, absorbees)
  const statuts = statutsDe(
    tousStatuts,
    renvois.size === 0 ? [] : await fichesQuiAniment(tx, exercice, lots),
    renvois,
  )
  const lectures = { ...lecturesAu(exercice.fin), ...reglage?.lectures }
  // Qui a suivi hors des demi-journées, ou tient en deux fiches, se réunit plus loin : on ne le compte pas avec d’autres.
  const gens = new Set<string>([...aPart.map((l) => l.personne), ...renvois.keys(), ...renvois.values()])
  const [{ actions: tenues, parts, interventions, seules }, repris, chargesDesReprises, heuresDePeriode] =
    await Promise.all([
      lireSommes(tx, exercice, lots, nommees, statuts, {
        honoraires: lectures.honorairesEnF2,
        peu: enseignes.length > 0,
        aPart: detail ? undefined : { gens: [...gens] },
      }),
      produitsRepris(tx, lots),
      chargesReprises(
        tx,
        exactes.map((r) => r.id),
      ),
      heuresDesPeriodes(tx, exercice, periodesACheval(factures, exercice)),
    ])
  const avecSeances = new Set<string>(tenues.map((l) => l.session))
  const lignes = [
    ...tenues,
    ...(await actionsSansSeance(
      tx,
      exercice,
      nommees.filter((s) => !avecSeances.has(s)),
    )),
  ]
  const conventions = produitsDesConventions(tx, sessionsVives(lignes))
  const parSession = new Map<string, LigneAction>(lignes.map((l) => [l.session, l]))
  const suivies = [
    ...parts,
    ...aPart.flatMap((l): LignePart[] => {
      const action = parSession.get(l.session)
      return action ? [{ ...l, nombre: 1, action, sorte: { ...surPlace, asynchrone: l.asynchrone } }] : []
    }),
  ]
  const inscriptions = inscriptionsDe(suivies, renvois)
  const numero = (session: string | null) => (session === null ? undefined : parSession.get(session)?.numero)
  const { produits, lus: produitsLus } = reunirProduits(
    factures,
    await conventions,
    repris,
    numero,
    heuresDePeriode,
  )
  const charges = [
    ...chargesFacturees.map((c) => ({
      id: c.id as string,
      compte: c.compte,
      libelle: [c.libelle, c.fournisseur].filter(Boolean).join(', '),
      activite: c.activite as string,
      // R22 : la part de formation d'une activité mixte, en points de base.
      montant: fraction(BigInt(c.montant) * BigInt(c.partFormation), 1_000_000n),
      formateur: c.formateur,
      prestationFormation: c.prestationFormation,
    })),
    ...chargesDesReprises.map((c) => ({
      ...c,
      montant: fractionDeDecimal(c.montant),
      prestationFormation: c.prestation,
    })),
  ]
  const ca = chiffres
    ? eurosDeCentimes(chiffres.chiffreAffaires)
    : exactes.length > 0
      ? sommer(exactes.map((r) => fractionDeDecimal(r.chiffreAffaires)))
      : undefined

  const sommes: Sommes = {
    exercice,
    actions: lignes.map((l) => ({
      id: l.numero,
      cotraitee: l.cotraitee,
      modalite: l.modalite,
      ici: heuresDe(l.minutesIci, l.heuresIci),
      enTout: heuresDe(l.minutes, l.heures),
      // Une activité réalisée dans l’exercice y rend l’action présente (B.distance), même sans demi-journée.
      seancesIci: l.seancesIci || (suiviesAPart.has(l.session) ? 1 : 0),
      premiere: l.premiere,
    })),
    inscriptions: [...inscriptions, ...missions.flatMap(donnees)],
    interventions: [
      ...animees(missions, tousStatuts, (f) => renvois.get(f as Id<'Tiers'>) ?? f),
      ...interventions.map((i) => ({
        action: i.action?.numero ?? '',
        seance: i.seance,
        formateur: i.personne,
        statut: i.statut === null ? null : statutIntervenant(i.statut),
        date: i.date,
        cotraitee: i.cotraitee,
        animateurs: i.animateurs,
        heures: heuresDe(i.minutes, i.heures),
      })),
    ],
    sansIntervenant: seules.map((s) => ({
      action: s.action.numero,
      seance: s.seance,
      cotraitee: s.cotraitee,
    })),
    produits,
    charges,
    chiffreAffaires: ca ?? zero,
  }
  const version = exactes.find((r) => r.cerfa !== null)?.cerfa ?? versionPour(exercice)
  const [exacte] = exactes
  const bpf = composerBpf(etablirFaits(sommes, lectures), version, lectures)
  const sansStatut = new Set(bpf.faits.manques.flatMap(personneSansStatut))
  const lu: BilanLu = {
    exercice,
    sommes,
    bpf,
    contexte: {
      finPrecedente: (exacte?.finPrecedente as DateCivile | null | undefined) ?? depotPrecedent,
      produitsComptables:
        chiffres?.produitsFormation === null || chiffres?.produitsFormation === undefined
          ? decimalOuRien(exacte?.produitsComptables ?? null)
          : eurosDeCentimes(chiffres.produitsFormation),
    },
    actions: actionsLues(lignes),
    produits: produitsLus,
    charges: new Map(charges.map((c) => [c.id, c])),
    fiches: await enseignesDesFiches(tx, [...sansStatut]),
    missions: new Map(missions.map((m) => [m.mission, m])),
    reprises,
    reglage,
    sansChiffreAffaires: ca === undefined,
  }
  return { lu, suivies, renvois }
}

const actionsLues = (lignes: readonly LigneAction[]): ReadonlyMap<string, ActionLue> => {
  const lues = new Map<string, ActionLue>()
  for (const l of lignes) {
    const deja = lues.get(l.numero)
    const [ici, enTout] = [heuresDe(l.minutesIci, l.heuresIci), heuresDe(l.minutes, l.heures)]
    lues.set(l.numero, {
      session: l.session,
      activite: l.activite,
      intitule: l.intitule,
      reprise: l.reprise,
      premiere: deja && deja.premiere < l.premiere ? deja.premiere : l.premiere,
      derniere: deja && deja.derniere > l.derniere ? deja.derniere : l.derniere,
      seancesIci: (deja?.seancesIci ?? 0) + l.seancesIci,
      ici: deja ? ajouter(deja.ici, ici) : ici,
      enTout: deja ? ajouter(deja.enTout, enTout) : enTout,
    })
  }
  return lues
}
