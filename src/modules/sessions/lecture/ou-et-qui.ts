import type { PersonneId } from '#kernel/id.ts'
import { memeNom, nomSansOrdre } from '#kernel/meme-nom.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import type { Zone } from '#kernel/zones.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { type Etablissement, listerEtablissements } from '#modules/organisme/index.ts'
import {
  intervenants,
  reconnaitreIntervenant,
  type TiersId,
  trouverOuCreerIntervenant,
} from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  type OccupationVoulue,
  occupantVisible,
  occupees,
  type Prise,
  type RefusDeLaBase,
} from '../db/occupations.ts'
import { lireSalle, type Salle } from '../db/salles.queries.ts'
import { ecrireLieu } from '../domain/lieu-ecrit.ts'
import type { OuEtQui, RefusOuEtQui, SalleId, SessionId } from '../domain/ou-et-qui.ts'

/** Qui anime, reconnu mais pas encore écrit : sa fiche naît quand tout est accepté. */
export type Qui = {
  readonly prenom: string
  readonly nom: string
  readonly dit: string
  readonly compte?: PersonneId | undefined
  readonly personne?: TiersId | undefined
  /** Ses titres et qualités (L6352-1), tels que sa fiche les dit ; vide : à dire. */
  readonly titres?: string | undefined
}

export type Affectable = {
  readonly id: PersonneId
  readonly nom: string
  /** Membre qui n'a pas la fonction de former : on le montre, on ne l'affecte pas, il ne tiendrait pas sa feuille. */
  readonly sansFonction?: true
  /** Une fiche sans compte, au nom d'un membre : sans cette marque, rien ne les distinguerait. */
  readonly homonyme?: true
  /** Ce qui la prend à l’heure dont on parle : « absence déclarée ». On la montre, on peut la choisir. */
  readonly pris?: string
}

/** Le nom d'un choix, et ce qui le distingue. */
export const direAffectable = (a: Affectable): string => {
  const reserves = [
    a.sansFonction ? 'pas encore formateur·rice' : a.homonyme ? 'fiche sans compte' : '',
    a.pris ?? '',
  ].filter(Boolean)
  return reserves.length > 0 ? `${a.nom} (${reserves.join(', ')})` : a.nom
}

/** Ce qu'il faut d'abord pour affecter ce membre : on ne donne aucune fonction en planifiant. */
export const phraseSansFonction = (nom: string): string =>
  `${nom} est de l’équipe, sans la fonction « formateur·rice » qui ouvre la feuille d’émargement. La direction ou l’administration la donne, à la page « Équipe » ; envoyez ensuite de nouveau.`

/** Qui audite n'anime rien : ce rôle se tient seul. */
const peutFormerUnJour = (roles: readonly string[]) => !roles.includes('auditeur')

/** Ce que sa fiche, s'il en a une, dit de qui anime. */
const deSaFiche = (i: { readonly personne: TiersId; readonly titres: string } | undefined) =>
  i === undefined ? {} : { personne: i.personne, titres: i.titres }

/** Les membres en poste, puis les autres intervenants connus : ceux que l'on affecte d'un choix, ceux à qui manque la fonction marqués. */
export const intervenantsAffectables = async (tx: TenantTx): Promise<(Affectable & { qui: Qui })[]> => {
  const connus = await intervenants(tx)
  const membres = (await adhesions(tx))
    // Sans la fonction mais avec sa fiche d'intervenant, un membre reste parmi les intervenants connus.
    .filter(
      (a) =>
        !a.enAttente &&
        a.au === null &&
        (a.roles.includes('formateur') ||
          (peutFormerUnJour(a.roles) && !connus.some((i) => i.compte === a.compte))),
    )
    .map((a): Affectable & { qui: Qui } => {
      const dit = `${a.prenom} ${a.nom}`.trim()
      const qui = { prenom: a.prenom || a.nom, nom: a.nom, compte: a.compte }
      return {
        id: a.compte,
        nom: dit,
        ...(a.roles.includes('formateur') ? {} : { sansFonction: true }),
        qui: { ...qui, dit, ...deSaFiche(reconnaitreIntervenant(connus, qui)) },
      }
    })
  const comptes = new Set<string>(membres.map((m) => m.id))
  const noms = new Set(membres.map((m) => nomSansOrdre(m.nom)))
  const autres = connus
    .filter((i) => i.compte === null || !comptes.has(i.compte))
    .map((i): Affectable & { qui: Qui } => {
      const dit = `${i.prenom} ${i.nom}`.trim()
      // Un même champ porte l'un ou l'autre : deux identifiants du même genre d'entier ne se confondent pas.
      return {
        id: i.personne as string as PersonneId,
        nom: dit,
        ...(i.compte === null && noms.has(nomSansOrdre(dit)) ? { homonyme: true } : {}),
        qui: {
          prenom: i.prenom,
          nom: i.nom,
          dit,
          ...deSaFiche(i),
          ...(i.compte ? { compte: i.compte } : {}),
        },
      }
    })
  return [...membres, ...autres]
}

/** Les mêmes, pour une liste de choix : qui a la fonction d'abord. `pris` : ce qui prend chaque fiche à l’heure dont on parle. */
export const formateursAffectables = async (
  tx: TenantTx,
  pris?: ReadonlyMap<string, string>,
): Promise<Affectable[]> =>
  (await intervenantsAffectables(tx))
    .map(({ qui, ...a }): Affectable => {
      const mot = qui.personne && pris?.get(qui.personne)
      return mot ? { ...a, pris: mot } : a
    })
    .toSorted((a, b) => Number(a.sansFonction ?? false) - Number(b.sansFonction ?? false))

const enMots = (texte: string): Qui | undefined => {
  const [prenom = '', ...reste] = texte.split(' ')
  const nom = reste.join(' ')
  return nom === '' || prenom.length > 100 || nom.length > 100 ? undefined : { prenom, nom, dit: texte }
}

/** Reconnaît lieu, salle et intervenants, sans rien écrire. */
export const resoudreOuEtQui = async (
  tx: TenantTx,
  p: OuEtQui,
): Promise<{
  readonly refusees: readonly RefusOuEtQui[]
  readonly etablissement: Etablissement | undefined
  readonly salle: Salle | undefined
  readonly zone: Zone
  readonly lieu: string
  readonly animent: readonly Qui[]
}> => {
  const refusees: RefusOuEtQui[] = []
  const aDistance = p.modalite === 'distance'
  const voulue = p.salle === undefined || aDistance ? undefined : await lireSalle(tx, p.salle)
  const salle = voulue && voulue.fermeeLe === null && !voulue.lieuFerme ? voulue : undefined
  if (p.salle !== undefined && !aDistance && !salle)
    refusees.push(refus('salle-introuvable', 'Cette salle n’est plus ouverte. Choisissez-en une autre.'))
  const idLieu = salle?.etablissement ?? p.etablissement
  const etablissement =
    idLieu === undefined
      ? undefined
      : (await listerEtablissements(tx)).find((e) => e.id === idLieu && e.fermeLe === null)
  if (p.etablissement !== undefined && !etablissement && !salle)
    refusees.push(refus('etablissement-introuvable', 'Ce lieu n’est plus ouvert. Choisissez-en un autre.'))
  const lieu = ecrireLieu(salle?.nom, p.lieu, etablissement) || (aDistance ? 'À distance' : '')
  if (lieu === '' && refusees.length === 0)
    refusees.push(refus('lieu-vide', 'Écrivez où la session se tient, ou choisissez un lieu.'))
  const affectables = await intervenantsAffectables(tx)
  const principal =
    p.formateurId === undefined ? enMots(p.formateur) : affectables.find((f) => f.id === p.formateurId)?.qui
  if (!principal)
    refusees.push(
      p.formateurId === undefined
        ? refus('formateur-incomplet', 'Écrivez le prénom et le nom de qui anime.')
        : refus('formateur-introuvable', 'Cette personne ne forme plus ici. Choisissez-en une autre.'),
    )
  const membre =
    p.formateurId === undefined
      ? affectables.find((f) => f.qui.compte !== undefined && memeNom(f.nom, p.formateur))
      : affectables.find((f) => f.id === p.formateurId)
  if (membre?.sansFonction)
    refusees.push({
      ...refus('formateur-sans-fonction', phraseSansFonction(membre.nom)),
      compte: membre.id,
    })
  // Écrit en toutes lettres, son nom ferait naître une seconde personne, sans compte pour tenir la feuille.
  else if (membre && p.formateurId === undefined)
    refusees.push({
      ...refus(
        'formateur-a-un-compte',
        `${membre.nom} a un compte dans l’équipe : c’est lui qui est choisi, à la place du nom écrit. Envoyez de nouveau pour le garder ; pour un homonyme, ôtez ce choix et écrivez le nom avec un second prénom.`,
      ),
      compte: membre.id,
    })
  const avec = p.coanimateurId === undefined ? undefined : affectables.find((f) => f.id === p.coanimateurId)
  const second = avec?.qui
  if (avec?.sansFonction) refusees.push(refus('coanimateur-sans-fonction', phraseSansFonction(avec.nom)))
  if (p.coanimateurId !== undefined && !second)
    refusees.push(
      refus('coanimateur-introuvable', 'Cette personne n’intervient plus ici. Choisissez-en une autre.'),
    )
  const connus = await intervenants(tx)
  const reconnu =
    principal && principal.personne === undefined
      ? { ...principal, ...deSaFiche(reconnaitreIntervenant(connus, principal)) }
      : principal
  return {
    refusees,
    etablissement,
    salle,
    zone: etablissement?.zone ?? p.zone,
    lieu,
    animent: [reconnu, second].filter((q) => q !== undefined),
  }
}

/** La ressource, d'une demi-journée à l'autre d'un même planning. */
export const cleDe = (q: Qui): string => q.compte ?? q.personne ?? `${q.prenom} ${q.nom}`

/** Ce que ces demi-journées prendraient. Qui n'a encore ni fiche ni compte n'est pris nulle part. */
export const demandesDe = (
  creneaux: readonly { readonly seance: string; readonly du: Date; readonly au: Date }[],
  salles: readonly Pick<Salle, 'id' | 'nom'>[],
  animent: readonly Qui[],
): OccupationVoulue[] =>
  creneaux.flatMap((c) => [
    ...salles.map((s): OccupationVoulue => ({ ...c, nom: s.nom, salle: s.id })),
    ...animent
      .filter((q) => q.personne !== undefined || q.compte !== undefined)
      .map((q): OccupationVoulue => ({ ...c, nom: q.dit, personne: q.personne, compte: q.compte })),
  ])

/**
 * Un refus par demi-journée et par ressource prise : nommé si qui demande lit la session qui la prend, « occupé » sinon. `deQui` : nul, elle
 * les lit toutes ; d’un compte, les siennes ; absent, aucune.
 */
export const refusOccupes = async (
  tx: TenantTx,
  demandes: readonly OccupationVoulue[],
  sauf: SessionId | null,
  deQui: PersonneId | null | undefined,
): Promise<(Refus<'deja-occupe'> & { readonly seance: string })[]> => {
  const refusees: (Refus<'deja-occupe'> & { readonly seance: string })[] = []
  for (const d of await occupees(tx, demandes, sauf)) {
    const par = deQui === undefined ? undefined : await occupantVisible(tx, d, sauf, deQui)
    refusees.push({
      ...refus(
        'deja-occupe',
        par ? `${d.nom} : déjà pris par ${par.numero}, ${par.intitule}.` : `${d.nom} : occupé à ce moment.`,
      ),
      seance: d.seance,
    })
  }
  return refusees
}

/** Ce que la base a refusé à l’écriture, en une phrase. */
export const direRefusDeLaBase: Readonly<Record<RefusDeLaBase, string>> = {
  occupe: 'La salle ou l’intervenant vient d’être occupé à l’un de ces moments. Vérifiez, puis renvoyez.',
  'non-habilite':
    'Une personne qui animerait n’est pas habilitée à ces dates, et la session est confirmée. Choisissez une autre personne, ou demandez d’abord une dérogation motivée à l’équipe d’appui.',
  'sans-dossier':
    'Une personne prêtée par une autre coopérative n’a pas de dossier 21/22 qui vaille à ces heures : demandez-le-lui depuis la page de sa mission, ou obtenez d’abord une dérogation motivée : la direction ou l’équipe d’appui la donne depuis la page de la session.',
}
/** La base vient de refuser : quelqu'un a pris l'heure entre notre lecture et notre écriture, ou n’est pas habilité. */
export const vientDEtrePris = (
  seance: string,
  pourquoi: RefusDeLaBase = 'occupe',
): Refus<'deja-occupe'> & { readonly seance: string } => ({
  ...refus('deja-occupe', direRefusDeLaBase[pourquoi]),
  seance,
})

/** Écrit les fiches qui manquent et rend ce que chacun prend de ces demi-journées. */
export const prisesDe = async (
  tx: TenantTx,
  activite: Parameters<typeof trouverOuCreerIntervenant>[1],
  seances: readonly { readonly id: string; readonly debut: Date; readonly minutes: number }[],
  salles: readonly SalleId[],
  animent: readonly Qui[],
  le: Date,
): Promise<Prise[]> => {
  const prises: Prise[] = seances.flatMap((s) =>
    salles.map((salle) => ({ seance: s.id, debut: s.debut, salle, minutes: s.minutes })),
  )
  for (const q of animent) {
    const personne = q.personne ?? (await trouverOuCreerIntervenant(tx, activite, q, le))
    prises.push(
      ...seances.map((s) => ({
        seance: s.id,
        debut: s.debut,
        personne,
        compte: q.compte ?? null,
        minutes: s.minutes,
      })),
    )
  }
  return prises
}
