/**
 * Effacer une personne sans casser les preuves : ce que la loi ou un financeur fait garder reste jusqu’à son terme, et la page l’annonce ; le reste
 * s’ôte, dans une seule transaction. Quand plus rien ne la retient, sa fiche n’a plus de nom.
 */
import type { DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { ditLaSante, SANS_SANTE } from '#kernel/sante.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { effacerDuRegistreDans, type Fondement } from '#modules/emargement/index.ts'
import type { Acces } from '#platform/db/access.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Keys } from '#platform/keys/keys.ts'
import type { Services } from '#platform/services.ts'
import { repondreDemande } from '../db/demandes.ecritures.ts'
import { lireRegles } from '../db/demandes.ts'
import { insererEffacement } from '../db/effacement.ecritures.ts'
import {
  aLaPlaceDuNom,
  oublierBrouillons,
  oublierListes,
  oublierParcours,
  oublierPersonne,
  oublierPieces,
  type Rapport,
  type Remplacements,
  refermerCourriel,
  refermerTexte,
  remplacerPartout,
  suspensionDe,
} from '../db/effacement.ts'
import { aUnHomonyme, chosesDe, type Fiche, inscriptionsDe, lireFiches } from '../db/personne.queries.ts'
import { categories } from '../domain/conservation.ts'
import { direLaFin } from '../domain/figes.ts'
import { type ChoseJugee, juger, type Sort } from '../domain/sort.ts'
import { coordonneesDe, nomSeul, nomsEntiers } from '../domain/termes.ts'
import {
  courrielsSansCesMots,
  piecesSensiblesQuiDisent,
  textesSansCesMots,
} from '../lecture/textes-chiffres.ts'

export type Jugement = {
  readonly fiches: readonly Fiche[]
  readonly sort: Sort
  readonly homonyme: boolean
  /** Les sessions où elle est attendue encore, la plus proche d’abord. */
  readonly attendue: readonly { readonly numero: string; readonly intitule: string; readonly fin: string }[]
}

/** Ce qu’un effacement ferait aujourd’hui. Rien si la personne n’est pas d’ici. */
export const jugerPersonne = async (
  tx: TenantTx,
  personne: PersonneId,
  quand: { readonly jour: DateCivile; readonly demande: boolean; readonly keys: Keys },
): Promise<Jugement | undefined> => {
  const fiches = await lireFiches(tx, personne)
  if (fiches.length === 0) return undefined
  const nommantes = await piecesSensiblesQuiDisent(tx, quand.keys, fiches.flatMap(nomsEntiers))
  const { choses } = await chosesDe(tx, fiches, nommantes)
  const inscriptions = await inscriptionsDe(
    tx,
    fiches.map((f) => f.id),
  )
  return {
    fiches,
    attendue: inscriptions
      .filter((i) => i.closeLe === null && i.etat === 'inscrit' && i.fin >= quand.jour)
      .toSorted((a, b) => a.fin.localeCompare(b.fin)),
    sort: juger(choses, await lireRegles(tx), quand),
    homonyme: await aUnHomonyme(
      tx,
      fiches.map((f) => f.id),
    ),
  }
}

export type EffacementVoulu = {
  readonly personne: PersonneId
  readonly fondement: Fondement
  readonly motif: string
  readonly demande?: string | undefined
  /** Ôter aussi son nom seul des textes libres : quelqu’un les a regardés. */
  readonly nomSeul?: boolean
}
export type Efface = {
  readonly complet: boolean
  readonly rapport: Rapport
  readonly fichiers: readonly string[]
}

const cles = (choses: readonly ChoseJugee[], genre: ChoseJugee['genre']): string[] =>
  choses.filter((c) => c.genre === genre).map((c) => c.cle)

const restesDe = (gardees: readonly ChoseJugee[]): Rapport['restes'] => {
  const par = new Map<string, { nombre: number; terme: string }>()
  for (const g of gardees) {
    const connu = par.get(g.categorie)
    par.set(g.categorie, {
      nombre: (connu?.nombre ?? 0) + 1,
      terme: connu && connu.terme > g.terme ? connu.terme : g.terme,
    })
  }
  return [...par].map(([categorie, r]) => ({ categorie, ...r }))
}

/** De tout texte libre, en clair par la base, chiffré par les clés, et du courrier qui attend. */
const oterDesTextes = async (
  tx: TenantTx,
  keys: Keys,
  effacement: string,
  termes: readonly string[],
  exacts: readonly string[],
): Promise<Remplacements> => {
  const { faits, ...reste } = await remplacerPartout(tx, termes, exacts)
  const mots = { termes, exacts, par: aLaPlaceDuNom }
  const chiffres: Record<string, number> = {}
  const compter = (lieu: string) => {
    chiffres[lieu] = (chiffres[lieu] ?? 0) + 1
  }
  for (const { ou, ...t } of await textesSansCesMots(tx, keys, mots))
    if (await refermerTexte(tx, effacement, { table: ou.table, ...t })) compter(`${ou.table}.${ou.colonne}`)
  for (const m of await courrielsSansCesMots(tx, keys, mots))
    if (await refermerCourriel(tx, effacement, m))
      compter(m.apres ? 'plateforme.courriel.chiffre' : 'courriels retirés')
  return { ...reste, faits: { ...faits, ...chiffres } }
}

const avecLeurFin = async (tx: TenantTx, figes: Remplacements['figes'], jour: DateCivile) => {
  const regles = await lireRegles(tx)
  return figes.map((f) => direLaFin(f, regles, jour))
}

/** Dans la transaction donnée. La base refuse (42501, 23001) ce que ses planchers interdisent : toute la transaction revient alors. */
export const effacerDans = async (
  tx: TenantTx,
  g: EffacementVoulu,
  le: Date,
  keys: Keys,
): Promise<Result<Efface, Refus>> => {
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  if (g.motif.trim().length < 3)
    return refuser('motif', 'Écrivez pourquoi\u00a0: un effacement ne se défait pas.')
  if (ditLaSante(g.motif)) return refuser('motif-de-sante', SANS_SANTE)
  const j = await jugerPersonne(tx, g.personne, {
    jour,
    demande: g.fondement !== 'duree-de-conservation',
    keys,
  })
  const [fiche] = j?.fiches ?? []
  if (!j || !fiche)
    return refuser('introuvable', 'Cette personne n’existe pas, ou n’est pas de votre organisme.')
  if (fiche.effaceeLe) return refuser('deja', 'Cette personne est déjà effacée.')
  const ids = j.fiches.map((f) => f.id)
  if (await suspensionDe(tx, ids))
    return refuser(
      'suspendue',
      'Une suspension court\u00a0: levez-la d’abord, si le contrôle ou le litige est clos.',
    )
  if (j.sort.complet && j.fiches.some((f) => f.compteActif)) {
    const membres = await adhesions(tx)
    if (membres.some((m) => m.au === null && j.fiches.some((f) => f.courriel === m.courriel)))
      return refuser(
        'compte',
        'Cette personne a un compte ici\u00a0: retirez-la de l’équipe avant d’effacer sa fiche.',
      )
  }
  const { effacables, gardees, complet, prochaine } = j.sort
  const [pieces, sessions] = [cles(effacables, 'piece'), cles(effacables, 'registre')]
  const fichiers: string[] = []
  // Effacer est d’abord joindre moins : les textes qui la nomment, les brouillons, puis la fiche.
  if (pieces.length > 0) fichiers.push(...(await oublierPieces(tx, pieces, le)))
  const parcours = cles(effacables, 'parcours')
  if (parcours.length > 0) fichiers.push(...(await oublierParcours(tx, parcours, ['parcours', 'distance'])))
  for (const quoi of ['handicap', 'reclamation'] as const) {
    const lies = cles(effacables, quoi)
    if (lies.length > 0) await oublierParcours(tx, lies, [quoi])
  }
  const listes = cles(effacables, 'liste')
  if (listes.length > 0) fichiers.push(...(await oublierListes(tx, listes)))
  let parts = 0
  if (sessions.length > 0) {
    const fait = await effacerDuRegistreDans(
      tx,
      { personne: g.personne, fiches: ids, fondement: g.fondement, motif: g.motif, sessions },
      le,
    )
    if (!fait.ok) return fait
    parts = fait.value.parts
  }
  const effacement = newId(le)
  const demandee = g.fondement !== 'duree-de-conservation' || complet
  const coordonnees = demandee ? j.fiches.flatMap(coordonneesDe) : []
  const noms = complet && !j.homonyme ? j.fiches.flatMap(nomsEntiers) : []
  const seuls = complet && g.nomSeul ? j.fiches.flatMap(nomSeul) : []
  const { faits, echecs, figes } =
    coordonnees.length + noms.length + seuls.length > 0
      ? await oterDesTextes(tx, keys, effacement, [...coordonnees, ...noms], seuls)
      : { faits: {}, echecs: [], figes: [] }
  const brouillons = demandee ? await oublierBrouillons(tx, [...coordonnees, ...noms]) : 0
  if (demandee) await oublierPersonne(tx, ids, complet, le)
  const rapport: Rapport = {
    pieces: pieces.length,
    parts,
    parcours: parcours.length + cles(effacables, 'handicap').length + cles(effacables, 'reclamation').length,
    textes: faits,
    echecs,
    figes: figes.length > 0 ? await avecLeurFin(tx, figes, jour) : [],
    brouillons,
    restes: restesDe(gardees),
  }
  const demande = g.demande ?? null
  await insererEffacement(tx, {
    id: effacement,
    activite: fiche.activite,
    personne: fiche.id,
    demande,
    fondement: g.fondement,
    complet,
    nomSeul: g.nomSeul === true,
    prochaine: prochaine ?? null,
    rapport,
    motif: g.motif.trim().slice(0, 300),
    faitLe: le,
  })
  if (demande)
    await repondreDemande(
      tx,
      demande,
      {
        reponse: complet ? 'faite' : 'en-partie',
        suite: complet
          ? 'Tout est effacé.'
          : `Ce qui reste se garde jusqu’à son terme\u00a0: ${rapport.restes.map((r) => categories[r.categorie as keyof typeof categories].nom.toLowerCase()).join(', ')}.`,
      },
      le,
    )
  await consigner(tx, {
    activite: fiche.activite,
    faitLe: le,
    module: 'donnees',
    geste: complet ? 'effacer-personne' : 'effacer-en-partie',
    objet: { genre: 'tiers', id: fiche.id },
    phrase: complet
      ? 'Une personne est effacée\u00a0: sa fiche n’a plus de nom.'
      : `Ce qui pouvait l’être de {tiers:${fiche.id}} est effacé\u00a0; le reste se garde jusqu’à son terme.`,
    details: { fondement: g.fondement, pieces: pieces.length, parts },
  })
  return ok({ complet, rapport, fichiers })
}

const estGardee = (e: unknown): boolean =>
  typeof e === 'object' && e !== null && 'code' in e && (e as { code: unknown }).code === '23001'

/** Les octets d’un dépôt extérieur s’ôtent après la transaction : défaite, elle n’aurait rien dû ôter. */
export const effacerPersonne = async (
  { db, clock, storage, keys }: Pick<Services, 'db' | 'clock' | 'storage' | 'keys'>,
  acces: Acces,
  g: EffacementVoulu,
): Promise<Result<Efface, Refus>> => {
  try {
    let organisme = ''
    const fait = await db.withTenant(acces, async (tx, tenant) => {
      organisme = tenant.organisme
      return effacerDans(tx, g, clock.now(), keys)
    })
    if (fait?.ok) await storage.forget(organisme, fait.value.fichiers)
    return fait ?? refuser('introuvable', 'Cette personne n’existe pas, ou n’est pas de votre organisme.')
  } catch (e) {
    if (estGardee(e))
      return refuser(
        'gardee',
        'Une pièce est trop récente pour s’effacer\u00a0: la base garde dix ans les factures, trois ans ce qui prouve, quelle que soit la durée réglée.',
      )
    throw e
  }
}
