/**
 * Le bilan d'un exercice, lu de la base : elle additionne (`db/sommes.queries.ts`), le moteur décide. Les produits sont ceux
 * des factures quand il y en a, sinon ceux des conventions au prorata, et ceux des reprises ; chacun dit d'où il vient.
 */
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { chargesDeLExercice, chiffresDeLExercice, produitsDeLExercice } from '#modules/facturation/index.ts'
import { resoudre } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { actionsSansSeance, lirePartsAPart } from './db/a-part.queries.ts'
import { finDuDepotPrecedent, type ReglageExercice, reglageDe } from './db/exercices.queries.ts'
import {
  chargesReprises,
  fichesQuiAniment,
  type LigneAction,
  type LignePart,
  lireActions,
  lireInterventions,
  lireParts,
  produitsDesConventions,
  produitsRepris,
  type RepriseLue,
  reprisesVives,
  type StatutDeFiche,
  sansBoucle,
  seancesSansIntervenant,
} from './db/sommes.queries.ts'
import { fichesAbsorbees, statutsDesFiches } from './db/statuts.queries.ts'
import { type Bpf, composerBpf } from './domain/composer.ts'
import type { Contexte } from './domain/controles/controle.ts'
import type {
  Exercice,
  LettreF3,
  Modalite,
  Niveau,
  Objectif,
  StatutIntervenant,
  StatutStagiaire,
} from './domain/dossier.ts'
import { etablirFaits } from './domain/faits.ts'
import { versionPour } from './domain/formulaire.ts'
import {
  ajouter,
  eurosDeCentimes,
  type Fraction,
  fraction,
  fractionDeDecimal,
  minutesEnHeures,
  sommer,
  zero,
} from './domain/fraction.ts'
import { lecturesAu } from './domain/parametres.ts'
import type { SommeInscription, Sommes } from './domain/sommes.ts'
import { type ProduitLu, reunirProduits } from './reunir-produits.ts'

export type ActionLue = Pick<
  LigneAction,
  'session' | 'intitule' | 'reprise' | 'premiere' | 'derniere' | 'seancesIci'
> & { readonly ici: Fraction; readonly enTout: Fraction }
export type InscriptionLue = {
  readonly inscription: Id<'Inscription'>
  readonly activite: string
  /** Combien de séances suivies dans l’exercice. */
  readonly presentes: number
  /** Minutes suivies hors des demi-journées. */
  readonly aPart: number
}
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
  /** Par action et personne ; plusieurs si une même personne s'est inscrite deux fois. */
  readonly inscriptions: ReadonlyMap<string, readonly InscriptionLue[]>
  readonly reprises: readonly RepriseLue[]
  readonly reglage: ReglageExercice | undefined
  /** Vrai quand rien ne dit le chiffre d'affaires global : la part n'a pas de dénominateur. */
  readonly sansChiffreAffaires: boolean
}

export const cleInscription = (action: string, personne: string): string => `${action}/${personne}`

const souligner = <T extends string>(code: string): T => code.replaceAll('-', '_') as T
const statutIntervenant = (code: string): StatutIntervenant =>
  code === 'mise-a-disposition' ? 'mise_a_disposition_non_lucrative' : souligner(code)

/** Le niveau n’est dit que d’une certification ; sans lui, l’objectif ne se lit pas : il manque. */
const objectifDe = (f3: string | null, niveau: string | null): Objectif | null =>
  f3 === null
    ? null
    : f3 === 'a'
      ? niveau === null
        ? null
        : { f3: 'a', niveau: niveau as Niveau }
      : { f3: f3 as Exclude<LettreF3, 'a'> }

const heuresDe = (minutes: number, decimales: string | null): Fraction =>
  decimales === null || Number(decimales) === 0
    ? minutesEnHeures(minutes)
    : minutes === 0
      ? fractionDeDecimal(decimales)
      : ajouter(minutesEnHeures(minutes), fractionDeDecimal(decimales))

/** Les reprises qui parlent de cet exercice ; à défaut, toutes : une action à cheval finit dans l'exercice d'après. */
const retenir = (vives: readonly RepriseLue[], e: Exercice): readonly RepriseLue[] => {
  const siennes = vives.filter((r) => r.debut <= e.fin && e.debut <= r.fin)
  return siennes.length > 0 ? siennes : vives
}

/** Les statuts de chaque fiche qui anime ; réunie à une autre, elle a ceux de la gardée, si celle-ci en a. */
const statutsDe = async (
  tx: TenantTx,
  animent: readonly Id<'Tiers'>[],
  racines: ReadonlyMap<Id<'Tiers'>, Id<'Tiers'>>,
): Promise<StatutDeFiche[]> => {
  const racineDe = (f: Id<'Tiers'>) => racines.get(f) ?? f
  const tous = await statutsDesFiches(tx, [...new Set(animent.flatMap((f) => [f, racineDe(f)]))])
  const parFiche = Map.groupBy(tous, (s) => s.personne)
  const parRacine = Map.groupBy(animent, racineDe)
  return animent.flatMap((fiche) => {
    const racine = racineDe(fiche)
    const siens =
      parFiche.get(racine) ?? (parRacine.get(racine) ?? []).flatMap((f) => parFiche.get(f) ?? []).slice(0)
    return siens.map(({ statut, du, au }) => ({ fiche, racine, statut, du, au }))
  })
}

/** Les parts d'une même personne dans une même action, réunies : un stagiaire par action, même inscrit deux fois (R4). */
const inscriptionsDe = (
  parts: readonly LignePart[],
  racines: ReadonlyMap<Id<'Tiers'>, Id<'Tiers'>>,
  parSession: ReadonlyMap<string, LigneAction>,
) => {
  const sommes = new Map<string, SommeInscription & { parts: SommeInscription['parts'][number][] }>()
  const lues = new Map<string, InscriptionLue[]>()
  for (const l of parts) {
    const action = parSession.get(l.session)
    if (!action) continue
    const heures = heuresDe(l.minutes, l.heures)
    const personne = racines.get(l.personne) ?? l.personne
    const role = l.recue ? 'sous_traitance_recue' : 'propre'
    const { confiee, honoraires, asynchrone, cotraitee } = l
    const part = { confiee, honoraires, asynchrone, cotraitee, heures }
    const cle = `${role} ${cleInscription(action.numero, personne)}`
    const deja = sommes.get(cle)
    if (deja) deja.parts.push(part)
    else
      sommes.set(cle, {
        action: action.numero,
        personne,
        role,
        statut: l.statut === null ? null : souligner<StatutStagiaire>(l.statut),
        modalite: action.modalite as Modalite | null,
        objectif: objectifDe(action.f3, action.niveau),
        nsf: action.nsf,
        parts: [part],
      })
    const connues = lues.get(cleInscription(action.numero, personne)) ?? []
    if (connues.length === 0) lues.set(cleInscription(action.numero, personne), connues)
    const rang = connues.findIndex((x) => x.inscription === l.inscription)
    const presentes = (connues[rang]?.presentes ?? 0) + l.presentes
    const aPart = (connues[rang]?.aPart ?? 0) + (l.presentes === 0 ? l.minutes : 0)
    const ouverte = { inscription: l.inscription, activite: l.activite, presentes, aPart }
    if (rang < 0) connues.push(ouverte)
    else connues[rang] = ouverte
  }
  return { sommes: [...sommes.values()], lues }
}

const sessionsVives = (lignes: readonly LigneAction[]) =>
  lignes.filter((l) => l.reprise === null).map((l) => l.session)

const tousLesRenvois = async (tx: TenantTx): Promise<ReadonlyMap<Id<'Tiers'>, Id<'Tiers'>>> =>
  resoudre(tx, await fichesAbsorbees(tx))

const decimalOuRien = (texte: string | null): Fraction | undefined =>
  texte === null ? undefined : fractionDeDecimal(texte)

/** Toutes les lignes du bilan, et de quoi rouvrir chaque enregistrement qui les compose. */
export const lireBilan = async (tx: TenantTx, exercice: Exercice): Promise<BilanLu> => {
  const reprises = retenir(await reprisesVives(tx), exercice)
  const lots = reprises.map((r) => r.id)
  const factures = await produitsDeLExercice(tx, exercice)
  const aPart = await lirePartsAPart(tx, exercice)
  const suiviesAPart = new Set<string>(aPart.map((l) => l.session))
  const nommees = [
    ...new Set([...factures.flatMap((f) => (f.session === null ? [] : [f.session])), ...suiviesAPart]),
  ]
  const tenues = await sansBoucle(tx, () => lireActions(tx, exercice, lots, nommees))
  const avecSeances = new Set<string>(tenues.map((l) => l.session))
  const lignes = [
    ...tenues,
    ...(await actionsSansSeance(
      tx,
      exercice,
      nommees.filter((s) => !avecSeances.has(s)),
    )),
  ]
  const parSession = new Map<string, LigneAction>(lignes.map((l) => [l.session, l]))
  const animent = await sansBoucle(tx, () => fichesQuiAniment(tx, exercice, lots))
  const renvois = await tousLesRenvois(tx)
  const statuts = (await statutsDe(tx, animent, renvois)).map((s) => ({ ...s }))
  const interventions = await sansBoucle(tx, () => lireInterventions(tx, exercice, lots, statuts))
  const { sommes: inscriptions, lues } = inscriptionsDe(
    [...(await sansBoucle(tx, () => lireParts(tx, exercice, lots, statuts))), ...aPart],
    renvois,
    parSession,
  )
  const numero = (session: string | null) => (session === null ? undefined : parSession.get(session)?.numero)

  const { produits, lus: produitsLus } = reunirProduits(
    factures,
    await produitsDesConventions(tx, sessionsVives(lignes)),
    await produitsRepris(tx, lots),
    numero,
  )
  const exactes = reprises.filter((r) => r.debut === exercice.debut && r.fin === exercice.fin)
  const charges = [
    ...(await chargesDeLExercice(tx, exercice)).map((c) => ({
      id: c.id as string,
      compte: c.compte,
      libelle: [c.libelle, c.fournisseur].filter(Boolean).join(', '),
      activite: c.activite as string,
      // R22 : la part de formation d'une activité mixte, en points de base.
      montant: fraction(BigInt(c.montant) * BigInt(c.partFormation), 1_000_000n),
      formateur: c.formateur,
      prestationFormation: c.prestationFormation,
    })),
    ...(
      await chargesReprises(
        tx,
        exactes.map((r) => r.id),
      )
    ).map((c) => ({ ...c, montant: fractionDeDecimal(c.montant), prestationFormation: c.prestation })),
  ]
  const reglage = await reglageDe(tx, exercice)
  const chiffres = await chiffresDeLExercice(tx, exercice)
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
    inscriptions,
    interventions: interventions.map((i) => ({
      action: numero(i.session) ?? '',
      seance: i.seance,
      formateur: i.personne,
      statut: i.statut === null ? null : statutIntervenant(i.statut),
      date: i.date,
      cotraitee: i.cotraitee,
      animateurs: i.animateurs,
      heures: heuresDe(i.minutes, i.heures),
    })),
    sansIntervenant: (await sansBoucle(tx, () => seancesSansIntervenant(tx, exercice, lots))).map((s) => ({
      action: numero(s.session) ?? '',
      seance: s.seance,
      cotraitee: s.cotraitee,
    })),
    produits,
    charges,
    chiffreAffaires: ca ?? zero,
  }
  const lectures = { ...lecturesAu(exercice.fin), ...reglage?.lectures }
  const version = exactes.find((r) => r.cerfa !== null)?.cerfa ?? versionPour(exercice)
  const [exacte] = exactes
  return {
    exercice,
    sommes,
    bpf: composerBpf(etablirFaits(sommes, lectures), version, lectures),
    contexte: {
      finPrecedente:
        (exacte?.finPrecedente as DateCivile | null | undefined) ?? (await finDuDepotPrecedent(tx, exercice)),
      produitsComptables:
        chiffres?.produitsFormation === null || chiffres?.produitsFormation === undefined
          ? decimalOuRien(exacte?.produitsComptables ?? null)
          : eurosDeCentimes(chiffres.produitsFormation),
    },
    actions: actionsLues(lignes),
    produits: produitsLus,
    charges: new Map(charges.map((c) => [c.id, c])),
    inscriptions: lues,
    reprises,
    reglage,
    sansChiffreAffaires: ca === undefined,
  }
}

const actionsLues = (lignes: readonly LigneAction[]): ReadonlyMap<string, ActionLue> => {
  const lues = new Map<string, ActionLue>()
  for (const l of lignes) {
    const deja = lues.get(l.numero)
    const [ici, enTout] = [heuresDe(l.minutesIci, l.heuresIci), heuresDe(l.minutes, l.heures)]
    lues.set(l.numero, {
      session: l.session,
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
