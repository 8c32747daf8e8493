import { createHash } from 'node:crypto'
import { type DateCivile, morceaux } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter, plier } from '#kernel/texte.ts'
import { jourLocal, type Zone } from '#kernel/zones.ts'
import { lireOrganisme, listerEtablissements } from '#modules/organisme/index.ts'
import {
  type ImportDe,
  intervenants,
  jalonner,
  type LigneRapportee,
  type LignesVoulues,
  type RapportImport,
  rapporter,
} from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { avertirDehors } from './avertir-dehors.ts'
import { poserProvenance, type SessionConnue, sessionsDesCles, sessionsDesOffres } from './db/provenances.ts'
import { listerSalles, type Salle } from './db/salles.queries.ts'
import { tenirCompteur } from './db/sessions.ecritures.ts'
import { type OffreAPlanifier, offresAPlanifier, type SessionId } from './db/sessions.queries.ts'
import { journee, joursDits } from './domain/horaires.ts'
import { territoireDe } from './domain/mots.ts'
import { maxSeances } from './domain/seance.ts'
import { colonnesSession, type LigneSession, lireSessions } from './imports/lire-sessions.ts'
import { sessionsUrl, sessionUrl } from './liens.ts'
import { type Affectable, intervenantsAffectables } from './ou-et-qui.ts'
import { type Planification, planifier, type RefusPlanification } from './planifier.ts'

type Rang = { readonly ligne: number; readonly libelle: string; readonly saisie: LigneSession }
type Creneau = {
  readonly jour: DateCivile
  readonly debut: number
  readonly fin: number
  readonly ligne: number
}

/** Ce qui se reconnaît par un nom : une fois pour tout le fichier. */
type Repertoire = {
  readonly zone: Zone
  readonly offres: readonly OffreAPlanifier[]
  readonly salles: readonly Salle[]
  readonly lieux: Awaited<ReturnType<typeof listerEtablissements>>
  readonly affectables: readonly (Affectable & { readonly courriel: string | null })[]
  /** Qui n'intervenait pas encore : le fichier peut l'écrire « Nom Prénom » plus bas, c'est la même personne. */
  readonly neufs: Map<string, string>
}

const ouvrirRepertoire = async (tx: TenantTx): Promise<Repertoire> => {
  const courriels = new Map((await intervenants(tx)).map((i) => [i.personne, i.courriel]))
  return {
    zone: (await lireOrganisme(tx)).zone,
    offres: await offresAPlanifier(tx),
    salles: await listerSalles(tx, { ouvertes: true }),
    lieux: (await listerEtablissements(tx)).filter((e) => e.fermeLe === null),
    neufs: new Map(),
    affectables: (await intervenantsAffectables(tx)).map(({ id, nom, qui }) => ({
      id,
      nom,
      courriel: (qui.personne && courriels.get(qui.personne)) ?? null,
    })),
  }
}

type RefusNom = Refus<'inconnu' | 'plusieurs'>

/** La seule qui porte ce nom, ou ce qui empêche de choisir. */
const laSeule = <T>(trouvees: readonly T[], quoi: string, mot: string): Result<T, RefusNom> => {
  const [une, autre] = trouvees
  if (une === undefined) return refuser('inconnu', `${quoi} « ${mot.slice(0, 80)} » n’est pas connue ici.`)
  if (autre !== undefined)
    return refuser('plusieurs', `${quoi} « ${mot.slice(0, 80)} »\u00a0: plusieurs portent ce nom, précisez.`)
  return ok(une)
}

const trouverOffre = (r: Repertoire, mot: string): Result<OffreAPlanifier, RefusNom> => {
  const pli = plier(mot)
  const parCode = r.offres.filter((o) =>
    [o.id, o.numeroSource, o.codeRncp].some((code) => code !== null && plier(code) === pli),
  )
  return laSeule(
    parCode.length > 0 ? parCode : r.offres.filter((o) => plier(o.intitule) === pli),
    'L’offre adoptée',
    mot,
  )
}

/** Par son nom, ou par « nom, maison » quand deux maisons ont une salle de ce nom. */
const trouverSalle = (r: Repertoire, mot: string): Result<Salle, RefusNom> => {
  const pli = plier(mot)
  const exactes = r.salles.filter((s) => plier(`${s.nom}, ${s.nomEtablissement}`) === pli)
  return laSeule(exactes.length > 0 ? exactes : r.salles.filter((s) => plier(s.nom) === pli), 'La salle', mot)
}

/** « Prénom Nom » ou « Nom Prénom » ou courriel d'une personne qui intervient déjà ; sinon le nom écrit, dont la fiche naîtra. */
const renverse = (nom: string) => plier(nom).split(' ').toSorted().join(' ')
const trouverIntervenant = (r: Repertoire, mot: string): Result<Affectable | undefined, RefusNom> => {
  const pli = plier(mot)
  const parCourriel = r.affectables.filter((a) => a.courriel?.toLowerCase() === mot.toLowerCase())
  const exacts = parCourriel.length > 0 ? parCourriel : r.affectables.filter((a) => plier(a.nom) === pli)
  const memes = exacts.length > 0 ? exacts : r.affectables.filter((a) => renverse(a.nom) === renverse(mot))
  if (memes.length === 0)
    return mot.includes('@')
      ? refuser('inconnu', `Personne n’intervient ici sous le courriel ${mot.slice(0, 80)}.`)
      : ok(undefined)
  return laSeule(memes, 'La personne', mot)
}

/** Ce que les lignes d'une même session disent ensemble : le premier qui parle l'emporte, un autre avis est une faute de sa ligne. */
const accorder = (rangs: readonly Rang[]): Result<LigneSession, { ligne: number; phrase: string }> => {
  const [premier] = rangs
  if (!premier) throw new Error('un groupe a une ligne')
  const tenue: Record<string, unknown> = { ...premier.saisie }
  const dits = new Map<string, number>()
  const propres = new Set(['date', 'dateFin', 'heures', 'motif'])
  for (const { ligne, saisie } of rangs)
    for (const [champ, valeur] of Object.entries(saisie)) {
      if (propres.has(champ) || valeur === undefined || valeur === '') continue
      const avant = dits.get(champ)
      const pareil =
        typeof valeur === 'string' && typeof tenue[champ] === 'string'
          ? plier(valeur) === plier(tenue[champ])
          : valeur === tenue[champ]
      if (avant === undefined) {
        tenue[champ] = valeur
        dits.set(champ, ligne)
      } else if (!pareil)
        return {
          ok: false,
          error: {
            ligne,
            phrase: `${colonnesSession[champ as keyof typeof colonnesSession].libelle}\u00a0: la ligne ${avant}, de la même session, dit autre chose.`,
          },
        }
    }
  tenue.motif = rangs.find((r) => r.saisie.motif !== '')?.saisie.motif ?? ''
  return ok(tenue as LigneSession)
}

const creneauxDe = (rangs: readonly Rang[], zone: Zone): Creneau[] =>
  rangs.flatMap(({ ligne, saisie }) =>
    joursDits(saisie.date, saisie.dateFin, territoireDe[zone]).flatMap((jour) =>
      (saisie.heures ?? journee).map((h) => ({ jour, debut: h.debut, fin: h.fin, ligne })),
    ),
  )

const heuresDites = (
  c: readonly { readonly jour: string; readonly debut: number; readonly fin: number }[],
): string =>
  c
    .map((x) => `${x.jour} ${x.debut}-${x.fin}`)
    .toSorted()
    .join('|')

/** Ce que la session était dans le fichier, mot pour mot : sa référence là-bas, sinon tout ce qu'elle disait. Rien d'ici ne la change. */
const cleDuGroupe = (reference: string, offre: string, qui: string, ou: string, heures: string): string =>
  createHash('sha256')
    .update(
      reference === ''
        ? `contenu\0${plier(offre)}\0${plier(qui)}\0${plier(ou)}\0${heures}`
        : `reference\0${plier(reference)}`,
    )
    .digest('hex')

type Fautes = ReadonlyMap<number, string>

/** Chaque refus sur la ligne qui l'a causé ; les autres lignes de la session disent laquelle. */
const poserFautes = (rangs: readonly Rang[], fautes: Fautes): LigneRapportee[] => {
  const [enCause] = fautes.keys()
  return rangs.map(({ ligne, libelle }) => ({
    ligne,
    libelle,
    sort: 'fautive',
    phrase: fautes.get(ligne) ?? `Sa session n’est pas entrée\u00a0: la ligne ${enCause} est à corriger.`,
  }))
}

const fautesDe = (
  refusees: readonly RefusPlanification[],
  creneaux: readonly Creneau[],
  rangs: readonly Rang[],
  dire: (phrase: string) => string,
): Fautes => {
  const fautes = new Map<number, string>()
  for (const r of refusees) {
    const rang = 'seance' in r ? creneaux[Number(r.seance)]?.ligne : undefined
    const ligne = rang ?? rangs[0]?.ligne ?? 0
    const [avant, phrase] = [fautes.get(ligne), dire(r.phrase)]
    if (!avant?.includes(phrase)) fautes.set(ligne, avant ? `${avant} ${phrase}` : phrase)
  }
  return fautes
}

type Etape = {
  readonly rangs: readonly Rang[]
  readonly tenue: LigneSession
  readonly offre: OffreAPlanifier
  readonly creneaux: readonly Creneau[]
  readonly cle: string
  readonly plan: Omit<Planification, 'id'>
}

/** Une session reconnue dans le fichier, prête à planifier ; ou ce qui manque, sur sa ligne. */
const preparer = (r: Repertoire, rangs: readonly Rang[]): Result<Etape, Fautes> => {
  const accord = accorder(rangs)
  if (!accord.ok) return { ok: false, error: new Map([[accord.error.ligne, accord.error.phrase]]) }
  const tenue = accord.value
  const premiere = rangs[0]?.ligne ?? 0
  const manques: string[] = []
  const lire = <T>(lu: Result<T, RefusNom>): T | undefined => {
    if (lu.ok) return lu.value
    manques.push(lu.error.phrase)
    return undefined
  }
  const offre = tenue.offre === '' ? undefined : lire(trouverOffre(r, tenue.offre))
  if (tenue.offre === '') manques.push('Offre\u00a0: écrivez son intitulé ou son code.')
  const qui = tenue.intervenant === '' ? undefined : lire(trouverIntervenant(r, tenue.intervenant))
  const formateur = r.neufs.get(renverse(tenue.intervenant)) ?? tenue.intervenant
  if (!qui) r.neufs.set(renverse(formateur), formateur)
  if (tenue.intervenant === '') manques.push('Intervenant\u00a0: écrivez qui anime.')
  const salle = tenue.salle === '' ? undefined : lire(trouverSalle(r, tenue.salle))
  const maison = salle ? undefined : r.lieux.find((e) => plier(e.nom) === plier(tenue.lieu))
  const creneaux = creneauxDe(rangs, salle?.zone ?? maison?.zone ?? r.zone)
  if (creneaux.length === 0) manques.push('Aucun jour travaillé entre ces deux dates.')
  if (creneaux.length > maxSeances)
    manques.push(`${creneaux.length} demi-journées\u00a0: une session en a ${maxSeances} au plus ici.`)
  if (!offre || manques.length > 0) return { ok: false, error: new Map([[premiere, manques.join(' ')]]) }
  return ok({
    rangs,
    tenue,
    offre,
    creneaux,
    cle: cleDuGroupe(
      tenue.reference,
      tenue.offre,
      tenue.intervenant,
      `${tenue.salle} ${tenue.lieu}`,
      heuresDites(creneaux),
    ),
    plan: {
      offre: offre.id,
      modalite:
        tenue.modalite ??
        (tenue.lien !== undefined && tenue.salle === '' && tenue.lieu === '' ? 'distance' : undefined),
      salle: salle?.id,
      etablissement: maison?.id,
      lieu: maison ? '' : tenue.lieu,
      zone: r.zone,
      formateurId: qui?.id,
      formateur,
      capacite: tenue.capacite ?? salle?.places ?? capaciteOrdinaire,
      effectifMin: tenue.effectifMin,
      prixCentimes: tenue.prix,
      lienConnexion: tenue.lien,
      seances: creneaux,
      motif: tenue.motif,
    },
  })
}

/** Celle du formulaire. */
const capaciteOrdinaire = 12

const grouper = (rangs: readonly Rang[]): Rang[][] => [
  ...Map.groupBy(rangs, ({ ligne, saisie }) =>
    saisie.reference === '' ? `ligne ${ligne}` : `reference ${plier(saisie.reference)}`,
  ).values(),
]

const dejaLa = (e: Etape, connue: SessionConnue): LigneRapportee[] => {
  const change = heuresDites(connue.seances) !== heuresDites(e.creneaux)
  return e.rangs.map(({ ligne, libelle }) => ({
    ligne,
    libelle,
    sort: 'inchangee',
    phrase: change ? `Ici, les dates de ${connue.numero} ont changé\u00a0: rien n’y est touché.` : '',
    fiche: connue.id,
  }))
}

const faire = async (tx: TenantTx, v: LignesVoulues, le: Date): Promise<LigneRapportee[]> => {
  const lues = lireSessions(v.lignes, v.colonnes)
  const rendues: LigneRapportee[] = []
  // Une ligne illisible retient toute sa session : on n'en fait pas entrer la moitié.
  const rang = v.colonnes.reference
  const referenceDe = new Map(
    v.lignes.map((l) => [l.ligne, plier(rang === undefined ? '' : (l.cellules[rang] ?? ''))]),
  )
  const abimees = new Map<string, number>()
  for (const l of lues) {
    if ('saisie' in l) continue
    rendues.push({ ligne: l.ligne, libelle: l.libelle, sort: 'fautive', phrase: l.fautes })
    const reference = referenceDe.get(l.ligne)
    if (reference) abimees.set(reference, l.ligne)
  }
  const repertoire = await ouvrirRepertoire(tx)
  // Avant de lire les sessions : deux imports, ou un import et une planification, s'attendent.
  await tenirCompteur(tx, morceaux(jourLocal(le, repertoire.zone)).annee)
  const etapes: Etape[] = []
  for (const groupe of grouper(lues.filter((l) => 'saisie' in l))) {
    const enCause = abimees.get(plier(groupe[0]?.saisie.reference ?? ''))
    const lu =
      enCause === undefined
        ? preparer(repertoire, groupe)
        : { ok: false as const, error: new Map([[enCause, '']]) }
    if (lu.ok) etapes.push(lu.value)
    else rendues.push(...poserFautes(groupe, lu.error))
  }
  const jours = etapes.flatMap((e) => e.creneaux.map((c) => c.jour)).toSorted()
  const [premier, dernier] = [jours[0], jours.at(-1)]
  const parCle = await sessionsDesCles(
    tx,
    etapes.map((e) => e.cle),
  )
  const desOffres =
    premier && dernier
      ? await sessionsDesOffres(tx, [...new Set(etapes.map((e) => e.offre.id))], premier, dernier)
      : []
  const contenu = (offre: string, formateur: string, heures: string) =>
    `${offre} ${plier(formateur)} ${heures}`
  const parContenu = new Map(desOffres.map((s) => [contenu(s.offre, s.formateur, heuresDites(s.seances)), s]))
  const nees = new Map<string, number>()
  const neesDeCle = new Map<string, number>()
  const vus = new Set<string>()
  for (const e of etapes) {
    const dit = e.plan.formateurId
      ? (repertoire.affectables.find((a) => a.id === e.plan.formateurId)?.nom ?? '')
      : e.plan.formateur
    const connue = parCle.get(e.cle) ?? parContenu.get(contenu(e.offre.id, dit, heuresDites(e.creneaux)))
    const double = neesDeCle.get(e.cle)
    if (connue || double !== undefined) {
      rendues.push(
        ...(connue
          ? dejaLa(e, connue)
          : e.rangs.map(
              ({ ligne, libelle }): LigneRapportee => ({
                ligne,
                libelle,
                sort: 'inchangee',
                phrase: `La même session est à la ligne ${double}.`,
              }),
            )),
      )
      continue
    }
    const id = newId<'Session'>(le)
    const fait = await planifier(tx, { ...e.plan, id }, le)
    if (!fait.ok) {
      const dire = (phrase: string) => {
        const numero = [...nees.keys()].find((n) => phrase.includes(n))
        return numero === undefined ? phrase : `${phrase} C’est la ligne ${nees.get(numero)} de ce fichier.`
      }
      rendues.push(...poserFautes(e.rangs, fautesDe(fait.error, e.creneaux, e.rangs, dire)))
      continue
    }
    const premiere = e.rangs[0]?.ligne ?? 0
    const attention = e.plan.formateurId && (await avertirDehors(tx, id, le))
    const nouveau = e.plan.formateurId === undefined && !vus.has(e.plan.formateur)
    vus.add(e.plan.formateur)
    nees.set(fait.value.numero, premiere)
    neesDeCle.set(e.cle, premiere)
    await poserProvenance(tx, { activite: e.offre.activite, cle: e.cle, session: id }, le)
    rendues.push(
      ...e.rangs.map(
        ({ ligne, libelle }): LigneRapportee => ({
          ligne,
          libelle,
          sort: 'creee',
          phrase:
            ligne !== premiere
              ? ''
              : nouveau
                ? `${e.plan.formateur} n’intervenait pas encore ici\u00a0: sa fiche est créée.`
                : (attention ?? ''),
          fiche: id,
        }),
      ),
    )
  }
  return rendues.toSorted((a, b) => a.ligne - b.ligne)
}

/**
 * Planifie les sessions d'un tableau, par la planification même : mêmes règles, mêmes refus, posés sur leur ligne. Une session déjà là
 * n'est ni refaite, ni touchée ; le même fichier, relu, ne change rien. À l'essai, tout est défait.
 */
const importerSessions = async (tx: TenantTx, v: LignesVoulues, le: Date): Promise<RapportImport> => {
  const jalon = await jalonner(tx, 'import_sessions', v.activite)
  const rapport = rapporter(await faire(tx, v, le))
  if (v.essai) {
    await jalon.defaire()
    return {
      ...rapport,
      lignes: rapport.lignes.map(({ fiche, ...l }) => (l.sort === 'creee' || !fiche ? l : { ...l, fiche })),
    }
  }
  await jalon.garder()
  const { creee } = rapport.comptes
  if (creee > 0)
    await consigner(tx, {
      activite: v.activite,
      faitLe: le,
      module: 'sessions',
      geste: 'importer-sessions',
      objet: { genre: 'import', id: newId(le) },
      phrase: `« ${v.nomFichier.slice(0, 100)} » est importé\u00a0: ${compter(creee, 'ligne planifiée', { pluriel: 'lignes planifiées' })}.`,
      details: { ...rapport.comptes },
    })
  return rapport
}

export const importSessions: ImportDe = {
  genre: 'sessions',
  colonnes: colonnesSession,
  droit: 'sessions.planifier',
  liste: { libelle: 'Sessions', href: sessionsUrl() },
  lede: 'Une ligne par session, ou plusieurs lignes sous une même référence. Rien ne se réserve deux fois\u00a0: une ligne qui prendrait une salle ou une personne déjà prise le dit. Relire le même fichier ne change rien.',
  sujet: 'Session',
  unite: { une: 'ligne', plusieurs: 'lignes' },
  // Chaque session passe par sa planification entière, sous le verrou des numéros : au-delà, les autres attendraient trop.
  lignesMax: 2_000,
  ficheUrl: (session) => sessionUrl({ session: session as SessionId }),
  importer: importerSessions,
}
