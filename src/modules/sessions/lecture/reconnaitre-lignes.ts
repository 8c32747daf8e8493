/** Ce qu'un tableau dit d'une session, reconnu : son offre, sa salle, qui anime, ses demi-journées ; ou ce qui manque, sur sa ligne. */
import { createHash } from 'node:crypto'
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import type { Zone } from '#kernel/zones.ts'
import { lireOrganisme, listerEtablissements } from '#modules/organisme/index.ts'
import { intervenants, type LigneRapportee } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { listerSalles, type Salle } from '../db/salles.queries.ts'
import { type OffreAPlanifier, offresAPlanifier } from '../db/sessions.queries.ts'
import { journee, joursDits } from '../domain/horaires.ts'
import type { ModaliteSeance } from '../domain/modalite.ts'
import { type Modalite, territoireDe } from '../domain/mots.ts'
import type { Planification, RefusPlanification } from '../domain/planifier-session.ts'
import { maxSeances } from '../domain/seance.ts'
import { colonnesSession, type LigneSession } from './lire-sessions.ts'
import { type Affectable, intervenantsAffectables } from './ou-et-qui.ts'

type Rang = { readonly ligne: number; readonly libelle: string; readonly saisie: LigneSession }
type Creneau = {
  readonly jour: DateCivile
  readonly debut: number
  readonly fin: number
  readonly ligne: number
  readonly modalite: ModaliteSeance | undefined
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

export const ouvrirRepertoire = async (tx: TenantTx): Promise<Repertoire> => {
  const courriels = new Map((await intervenants(tx)).map((i) => [i.personne, i.courriel]))
  return {
    zone: (await lireOrganisme(tx)).zone,
    offres: await offresAPlanifier(tx),
    salles: await listerSalles(tx, { ouvertes: true }),
    lieux: (await listerEtablissements(tx)).filter((e) => e.fermeLe === null),
    neufs: new Map(),
    // Un membre sans la fonction n'est pas affectable : son nom écrit est refusé en planifiant, avec ce qu'il faut faire.
    affectables: (await intervenantsAffectables(tx)).flatMap(({ id, nom, qui, sansFonction }) =>
      sansFonction ? [] : [{ id, nom, courriel: (qui.personne && courriels.get(qui.personne)) ?? null }],
    ),
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
    'L’offre validée',
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

/** Des lignes d'une même session qui ne disent pas la même modalité en font une session mixte, chaque demi-journée disant la sienne. */
const modaliteDuGroupe = (rangs: readonly Rang[]): Modalite | undefined => {
  const dites = new Set(rangs.flatMap(({ saisie }) => saisie.modalite ?? []))
  return dites.size > 1 ? 'mixte' : [...dites][0]
}

/** Ce que les lignes d'une même session disent ensemble : le premier qui parle l'emporte, un autre avis est une faute de sa ligne. */
const accorder = (rangs: readonly Rang[]): Result<LigneSession, { ligne: number; phrase: string }> => {
  const [premier] = rangs
  if (!premier) throw new Error('un groupe a une ligne')
  const tenue: Record<string, unknown> = { ...premier.saisie }
  const dits = new Map<string, number>()
  const propres = new Set(['date', 'dateFin', 'heures', 'motif', 'modalite'])
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
  tenue.modalite = modaliteDuGroupe(rangs)
  return ok(tenue as LigneSession)
}

const creneauxDe = (rangs: readonly Rang[], zone: Zone): Creneau[] => {
  const mixte = modaliteDuGroupe(rangs) === 'mixte'
  return rangs.flatMap(({ ligne, saisie }) =>
    joursDits(saisie.date, saisie.dateFin, territoireDe[zone]).flatMap((jour) =>
      (saisie.heures ?? journee).map((h) => ({
        jour,
        debut: h.debut,
        fin: h.fin,
        ligne,
        modalite: mixte && saisie.modalite !== 'mixte' ? saisie.modalite : undefined,
      })),
    ),
  )
}

export const heuresDites = (
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
export const poserFautes = (rangs: readonly Rang[], fautes: Fautes): LigneRapportee[] => {
  const [enCause] = fautes.keys()
  return rangs.map(({ ligne, libelle }) => ({
    ligne,
    libelle,
    sort: 'fautive',
    phrase: fautes.get(ligne) ?? `Sa session n’est pas entrée\u00a0: la ligne ${enCause} est à corriger.`,
  }))
}

export const fautesDe = (
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

export type Etape = {
  readonly rangs: readonly Rang[]
  readonly tenue: LigneSession
  readonly offre: OffreAPlanifier
  readonly creneaux: readonly Creneau[]
  readonly cle: string
  readonly plan: Omit<Planification, 'id'>
}

/** Une session reconnue dans le fichier, prête à planifier ; ou ce qui manque, sur sa ligne. */
export const preparer = (r: Repertoire, rangs: readonly Rang[]): Result<Etape, Fautes> => {
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

export const grouper = (rangs: readonly Rang[]): Rang[][] => [
  ...Map.groupBy(rangs, ({ ligne, saisie }) =>
    saisie.reference === '' ? `ligne ${ligne}` : `reference ${plier(saisie.reference)}`,
  ).values(),
]
