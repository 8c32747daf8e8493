/** Ce qui se remet aux stagiaires : programme, informations de L6353-8, convocation. Pur, comme `donnees-pieces.ts`. */
import { createHash } from 'node:crypto'
import type { DateCivile } from '#kernel/dates.ts'
import { enumerer, INSECABLE, minuscule, typographier } from '#kernel/texte.ts'
import { aUnePartADistance, ditesUneAUne } from '#modules/sessions/index.ts'
import type { ActiviteAPart, ClientDePiece, FaitsDePiece } from '../domain/a-imprimer.ts'
import { minutesDuPlan } from '../domain/duree-du-plan.ts'
import { modaliteDite } from './donnees-action.ts'
import {
  actionDe,
  contactDe,
  type Donnees,
  distanceDe,
  lignes,
  lireSequences,
  premiere,
  referentDe,
  sallesDe,
} from './donnees-pieces.ts'
import type { ConvocationV1, InformationStagiaireV1, ProgrammeV1 } from './dossier.v1.ts'

const motHorsSeance = {
  asynchrone: 'à distance, en autonomie',
  situation: 'en situation de travail',
  reflexion: 'en phase réflexive, après la mise en situation',
} as const satisfies Record<ActiviteAPart['genre'], string>

const horsSeanceV1 = (plan: readonly ActiviteAPart[]) =>
  plan.length > 0
    ? {
        horsSeance: plan.map((a) => ({
          intitule: a.intitule,
          minutes: a.minutes,
          comment: motHorsSeance[a.genre],
        })),
      }
    : {}

/**
 * La durée convenue : celle que la session a posée, demi-journées et activités du plan, jamais celle que l’offre
 * estimait. L’offre ne répond que d’une session sans aucune date.
 */
const dureeDuProgramme = (f: FaitsDePiece, plan: readonly ActiviteAPart[]) => {
  const enSeance = f.session.prevu.minutes || (f.contenu.duree ?? 0)
  const parts = [
    { quoi: 'en demi-journées', minutes: enSeance },
    { quoi: 'à distance, en autonomie', minutes: minutesDuPlan(plan, 'asynchrone') },
    { quoi: 'en situation de travail', minutes: minutesDuPlan(plan, 'situation') },
    { quoi: 'en phase réflexive', minutes: minutesDuPlan(plan, 'reflexion') },
  ].filter((p) => p.minutes > 0)
  return { minutes: enSeance + minutesDuPlan(plan), ...(plan.length > 0 ? { parts } : {}) }
}

/** « Deux semaines. » ne dit pas de quoi : le délai se nomme, sauf si qui l’a écrit l’a fait. */
const delaiNomme = (delai: string): string =>
  delai === '' || /d[ée]lai/i.test(delai)
    ? delai
    : typographier(`Délai d’accès : ${motsDeDelai.test(delai) ? minuscule(delai) : delai}`)
// Après le deux-points, « deux semaines » ; un nom propre garde sa majuscule.
const motsDeDelai =
  /^(?:une?|deux|trois|quatre|cinq|six|sept|huit|dix|douze|quinze|aucun|au|dans|de|en|environ|entre|jusqu|sous|sur)(?!\p{L})/iu

/** Ce que le programme dit et que les faits communs des pièces ne savent pas. */
export type SuiteDuProgramme = {
  readonly plan: readonly ActiviteAPart[]
  /** Une session de l’offre est allée à son terme. */
  readonly dejaTenue: boolean
}

export const donneesProgramme = (
  f: FaitsDePiece,
  version: { readonly numero: number; readonly le: DateCivile },
  { plan, dejaTenue }: SuiteDuProgramme,
): Donnees<ProgrammeV1> => {
  const { contenu: c, session: s } = f
  // Ce qui fut posé, comme sa durée : ni ce qu’une interruption en a laissé, ni le détail des demi-journées.
  const posee = { modalite: s.prevu.modalite ?? s.modalite, seances: [] }
  // Le prix de cette session, que ses conventions comptent ; l’offre ne répond que d’une session qui n’en pose pas.
  const prix = s.prix ?? c.prix
  const contact = contactDe(f)
  const { referent, ...joindre } = referentDe(f)
  return {
    organisme: f.organisme,
    ...premiere(f),
    version,
    formation: {
      intitule: s.intitule,
      public: c.publicVise,
      prerequis: c.prerequis,
      objectifs: c.objectifs.length > 0 ? c.objectifs : lignes(c.resultats),
      sequences: lireSequences(c.contenu).map((x) => ({
        titre: x.sequence,
        minutes: 0,
        contenu: x.detail ? x.detail.split(/\s*;\s*/) : [x.sequence],
      })),
      ...dureeDuProgramme(f, plan),
      jours: s.prevu.jours,
      modalite: modaliteDite(posee, plan).replace(/^./, (l) => l.toLocaleUpperCase('fr')),
      lieu: s.lieu,
      effectif: { minimum: s.effectifMin ?? 1, maximum: s.capacite ?? s.effectifMin ?? 1 },
      moyens: [...lignes(c.methodes), ...lignes(c.moyensTechniques), ...lignes(c.encadrement)],
      formateurs: s.formateurs,
      ...distanceDe({ ...f, session: { ...s, ...posee } }),
      ...horsSeanceV1(plan),
      suivi: c.suivi,
      evaluation: c.evaluation,
      sanction: c.sanction,
      ...(c.certLibelle
        ? {
            certification: {
              libelle: c.certLibelle,
              code: c.certification ?? '',
              enregistreeLe: c.certDu ?? '',
              ...(c.certAu ? { jusquAu: c.certAu } : {}),
              certificateur: c.certificateur,
              blocs: c.certBlocs.join(' ; ') || 'aucun',
              equivalences: c.certPasserelles,
              debouches: c.certDebouches,
              ...(c.certResultats ? { resultats: c.certResultats } : {}),
            },
          }
        : {}),
      ...(c.indicateurs && !c.sansResultat
        ? { resultatsTexte: { texte: c.indicateurs, base: c.indicateursBase } }
        : dejaTenue
          ? {}
          : { jamaisTenue: true }),
      acces: [c.acces, delaiNomme(c.delaiAcces)].filter(Boolean).join('\n\n'),
      contact,
      tarifs: prix === null ? [] : [{ formule: 'Par stagiaire', prix, unite: 'une personne' }],
      mentionTva: f.mentionTva.texte ?? 'TVA au taux de 20 %, comprise',
      ...(c.financement ? { financement: c.financement } : {}),
      handicap: c.accessibilite,
      referent: { nom: referent, ...joindre },
    },
  }
}

/**
 * Ce qui décide du programme d’une session : mêmes faits, même pièce. L’en-tête de la coopérative n’en est pas, ni
 * qu’une autre session de l’offre se soit achevée entre-temps.
 */
export const faitsDuProgramme = (d: Donnees<ProgrammeV1>): string => {
  const { jamaisTenue: _, ...formation } = d.formation
  return createHash('sha256')
    .update(JSON.stringify({ version: d.version, formation }))
    .digest('hex')
}

/** Le calendrier dit chaque demi-journée : on ne se déplace pas pour celles qui se suivent à distance. */
const lesquellesDe = (f: FaitsDePiece, nom: string): string => {
  const { seances } = f.session
  const distantes = seances.filter((s) => s.modalite === 'distance').length
  const debut =
    distantes === seances.length
      ? 'Toutes les demi-journées se suivent à distance. '
      : distantes > 0
        ? 'Ne vous déplacez pas pour les demi-journées que le calendrier dit à distance. '
        : ''
  return seances.some((s) => !s.modalite)
    ? `${debut}Celles qui restent à préciser : ${nom} vous dit comment les suivre. `
    : debut
}

/**
 * Comment rejoindre ce qui se suit à distance. Une session mixte qui ne dit pas laquelle de ses demi-journées est une classe
 * virtuelle : la convocation ne l’invente pas, et dit à qui le demander.
 */
const connexionDe = (f: FaitsDePiece): string | undefined => {
  const { modalite, connexion: lien } = f.session
  if (!aUnePartADistance(f.session)) return lien ? `Connectez-vous par ${lien}` : undefined
  const { nom, telephone } = contactDe(f)
  const numero = telephone.replaceAll(' ', INSECABLE)
  const lesquelles =
    modalite === 'distance'
      ? 'Toutes les demi-journées se suivent à distance. '
      : ditesUneAUne(f.session)
        ? lesquellesDe(f, nom)
        : `Toutes les demi-journées ne se tiennent pas sur place : ${nom} vous dit lesquelles se suivent à distance. `
  return lien
    ? `${lesquelles}Connectez-vous par ${lien}`
    : `${lesquelles}Le lien vous est envoyé avant la séance ; la veille, s’il manque encore, appelez le ${numero}.`
}

const materielDe = (f: FaitsDePiece, plan: readonly ActiviteAPart[]): string =>
  !aUnePartADistance(f.session) && minutesDuPlan(plan, 'asynchrone') === 0
    ? 'De quoi écrire. Rien d’autre n’est demandé, sauf mot contraire de la personne qui forme.'
    : 'De quoi écrire. Pour ce qui se suit à distance : un ordinateur, une tablette ou un téléphone relié à internet, avec le son.'

/** « l’équipe d’appui », « la personne référente » au milieu d’une phrase ; « Le Guen » garde sa majuscule (`nom-dit`, gabarits). */
const nomDit = (nom: string): string =>
  /^(?:L[’']|(?:La|Le|Les|Une|Un|Notre|Nos) )\p{Ll}/u.test(nom)
    ? nom.replace(/^./, (l) => l.toLowerCase())
    : nom

/** Qui forme répond de la pédagogie ; ses coordonnées ne sont pas publiées, le contact de la coopérative fait suivre. */
const pedagogieDe = (f: FaitsDePiece) => {
  const contact = contactDe(f)
  const noms = f.session.formateurs.map((p) => [p.prenom, p.nom].filter(Boolean).join(' ')).filter(Boolean)
  return noms.length === 0 || noms.includes(contact.nom)
    ? contact
    : { ...contact, nom: `${enumerer(noms)}, par ${nomDit(contact.nom)}` }
}

export const donneesConvocation = (
  f: FaitsDePiece,
  s: {
    readonly prenom: string
    readonly nom: string
    readonly entreprise: string | null
    /** L’organisme qui nous la confie, en sous-traitance reçue ; nul : elle est inscrite auprès de nous. */
    readonly donneur: string | null
    /** Elle rejoint l’action en cours de route, ce jour-là. */
    readonly arrivee?: DateCivile | null
  },
  plan: readonly ActiviteAPart[],
): Donnees<ConvocationV1> => {
  const { intitule, minutes, jours, debut, fin, lieu, seances, acces, formateurs } = actionDe(f, 1)
  const contact = contactDe(f)
  const connexion = connexionDe(f)
  const salles = sallesDe(f.session)
  return {
    organisme: f.organisme,
    ...premiere(f),
    stagiaire: {
      prenom: s.prenom,
      nom: s.nom,
      ...(s.entreprise ? { entreprise: s.entreprise } : {}),
      ...(s.arrivee ? { arrivee: s.arrivee } : {}),
    },
    ...(s.donneur ? { donneur: s.donneur } : {}),
    references: { session: f.session.numero },
    action: {
      intitule,
      minutes,
      jours,
      debut,
      fin,
      modalite: modaliteDite(f.session, plan),
      lieu: { ...lieu, ...(salles.length > 0 ? { salles } : {}) },
      seances,
      acces,
      formateurs,
    },
    ...(connexion ? { connexion } : {}),
    ...horsSeanceV1(plan),
    materiel: materielDe(f, plan),
    contacts: { administratif: contact, pedagogique: pedagogieDe(f) },
    joints: f.jointes.map((j) => `${j.titre}, ${j.numero}`),
    fait: { le: f.aujourdhui },
  }
}

/**
 * L’entité qui commande, et à qui s’y adresser (L6353-8) : le client et son signataire, seul contact que le dossier connaisse. Rien
 * d’une personne qui commande pour elle-même.
 */
export const commanditaireDe = (
  c: Pick<ClientDePiece, 'acheteur' | 'nom' | 'signataire' | 'courriel' | 'telephone'> | undefined,
): InformationStagiaireV1['commanditaire'] => {
  if (!c || c.acheteur === 'personne') return undefined
  const contact = [c.signataire.prenom, c.signataire.nom].filter(Boolean).join(' ')
  return {
    nom: c.nom,
    ...(contact ? { contact } : {}),
    ...(contact && c.signataire.qualite ? { qualite: c.signataire.qualite } : {}),
    ...(c.telephone ? { telephone: c.telephone } : {}),
    ...(c.courriel ? { courriel: c.courriel } : {}),
  }
}

export const donneesInformation = (
  f: FaitsDePiece,
  frais: InformationStagiaireV1['frais'] | undefined,
  commanditaire?: InformationStagiaireV1['commanditaire'],
): Donnees<InformationStagiaireV1> => {
  const {
    nature: _n,
    article: _a,
    moyens: _m,
    effectif: _e,
    effectifMaximum: _x,
    suivi: _s,
    distance: _d,
    ...action
  } = actionDe(f, 1)
  const ri = f.jointes.find((j) => j.titre === 'Règlement intérieur')
  return {
    organisme: f.organisme,
    ...premiere(f),
    references: { session: f.session.numero },
    action,
    relations: {
      ...contactDe(f),
      entite: f.organisme.nom,
    },
    ...(commanditaire ? { commanditaire } : {}),
    reglementInterieur: { reference: ri?.numero ?? '' },
    ...(frais ? { frais } : {}),
    fait: { le: f.aujourdhui },
  }
}
