/** Après la date limite : ce qu’il advient, les commandes, qui facture à qui, la ligne du bilan pédagogique proposée à chacun. */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import type { Forme } from './groupement.ts'
import { articleDuVisa, joursDeVisa } from './parametres.ts'

export const etatsDIssue = {
  attribue: 'attribué',
  rejete: 'rejeté',
  'sans-suite': 'sans suite',
} as const
export type EtatDIssue = keyof typeof etatsDIssue
export type Note = { readonly critere: string; readonly points: number; readonly sur: number }
/** Ce que l’acheteur a répondu. Une note non communiquée n’y est pas : elle se demande. */
export type Issue = {
  readonly etat: EtatDIssue
  readonly le: string
  readonly motifs: string
  readonly notes: readonly Note[]
  readonly attributaire: string
  /** La convention du groupement signée hors Coforme, dans les mots du mandataire ; absent : elle se signe par lien. */
  readonly conventionHors?: string
}
export type Lecon = { readonly texte: string; readonly partage: boolean }

/** Le payeur d’un marché public de formation, et sa ligne du cadre C du bilan pédagogique et financier. */
export const payeurs = {
  region: { nom: 'un conseil régional', ligne: 'C.6' },
  france_travail: { nom: 'France Travail', ligne: 'C.7' },
  etat: { nom: 'l’État', ligne: 'C.5' },
  europe: { nom: 'une instance européenne', ligne: 'C.4' },
  public_agents: { nom: 'un employeur public, pour ses agents', ligne: 'C.3' },
  opco_plan: { nom: 'un opérateur de compétences, pour des plans', ligne: 'C.2h' },
  autre_public: { nom: 'une autre ressource publique', ligne: 'C.8' },
} as const
export type Payeur = keyof typeof payeurs

/** La fiche d’identité du marché : ce que chacun recopie pour facturer. Une chaîne vide, un montant absent : non dit. */
export type FicheDuMarche = {
  readonly numero: string
  readonly siretAcheteur: string
  readonly engagement: string
  readonly service: string
  readonly payeur: Payeur
  /** `direct` : chaque cotraitant dépose ; `global` : le mandataire dépose pour tous (Chorus Pro). */
  readonly circuit: 'direct' | 'global'
  readonly minimum: number | null
  readonly maximum: number | null
  readonly indexation: string
  readonly penalites: string
  /** D’une habilitation : la juste compensation convenue, en centimes. */
  readonly compensation: number | null
}
export type Commande = {
  readonly numero: string
  readonly le: string
  readonly objet: string
  readonly membre: OrganismeId
  readonly centimes: number
  /** Pourquoi le mandataire l’annule ; absent : le bon vaut. */
  readonly annule?: string
}
/** Le même numéro, écrit autrement : « bc 7 » est « BC-7 ». La base tient la même règle (`porte.bon_s_ecrit`). */
const formeDuNumero = (numero: string): string =>
  numero
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
/** Les bons qui valent : un bon annulé reste lu, et ne compte plus. */
export const bonsQuiValent = <C extends { readonly contenu: Pick<Commande, 'annule'> }>(
  commandes: readonly C[],
): readonly C[] => commandes.filter((c) => c.contenu.annule === undefined)
/** Ce qui empêche d’annuler ce bon ; rien : il s’annule. */
export const obstacleALAnnulation = (
  c: Commande | undefined,
  execute: boolean,
  motif: string,
): string | undefined => {
  if (c === undefined || c.annule !== undefined) return 'Ce bon n’est plus parmi ceux de ce marché.'
  if (execute) return 'Un membre a déjà dit ce qu’il a fait de ce bon : il ne s’annule plus.'
  return motif.trim().length < 10 ? 'Dites pourquoi ce bon s’annule, en dix signes au moins.' : undefined
}
/** Une version d’un bon, telle qu’elle fut recopiée ce jour-là. */
export type VersionDeCommande = { readonly le: Date; readonly contenu: Commande }
/**
 * Ce qu’un bon disait avant d’être corrigé, de la plus récente correction à la plus ancienne : les champs changés, dans leurs mots d’avant. Une
 * version récrite à l’identique n’en est pas une. `versions` : toutes, dans l’ordre.
 */
export const ceQueLeBonDisait = (
  versions: readonly VersionDeCommande[],
): readonly { readonly jusquau: Date; readonly avant: Partial<Commande> }[] =>
  versions
    .flatMap((v, i) => {
      const suivante = versions[i + 1]
      if (suivante === undefined) return []
      const changes = (Object.keys(v.contenu) as (keyof Commande)[]).filter(
        (k) => v.contenu[k] !== suivante.contenu[k],
      )
      return changes.length === 0
        ? []
        : [
            {
              jusquau: suivante.le,
              avant: Object.fromEntries(changes.map((k) => [k, v.contenu[k]])) as Partial<Commande>,
            },
          ]
    })
    .toReversed()
/** Ce qui empêche de recopier ce bon, ou de corriger celui de cette clé ; rien : il s’écrit. */
export const obstacleAuBon = (
  c: Pick<Commande, 'numero' | 'membre'>,
  corrige: string | null,
  commandes: readonly { readonly cle: string; readonly contenu: Commande }[],
  executes: readonly string[],
): { readonly code: string; readonly phrase: string } | undefined => {
  const valent = bonsQuiValent(commandes)
  const avant = valent.find((x) => x.cle === corrige)
  if (corrige !== null && !avant)
    return { code: 'introuvable', phrase: 'Ce bon n’est plus parmi ceux de ce marché.' }
  const numero = formeDuNumero(c.numero)
  if (valent.some((x) => formeDuNumero(x.contenu.numero) === numero && x.cle !== corrige))
    return corrige === null
      ? { code: 'deja', phrase: 'Ce bon est déjà recopié : choisissez-le pour le corriger.' }
      : { code: 'deja', phrase: 'Un autre bon porte déjà ce numéro.' }
  if (avant && avant.contenu.membre !== c.membre && executes.includes(avant.cle))
    return {
      code: 'membre',
      phrase: 'Un membre a déjà dit ce qu’il a fait de ce bon : il reste le sien.',
    }
  return undefined
}
/** Ce que le membre a fait d’une commande. */
export type Execution = {
  /** Le numéro de la session, tel qu’il était quand le membre l’a dite ; vide : pas encore planifiée. */
  readonly session: string
  /** La session même : sa coopérative seule l’ouvre. Absent d’un écrit d’avant qu’elle se garde. */
  readonly sessionId?: string | null
  readonly intitule: string
  readonly heures: number
  readonly stagiaires: number
  readonly factures: number
  /** Une demande de paiement direct : le jour que dit le sous-traitant. */
  readonly demandeLe: string | null
  /** Le jour où cette date fut écrite ici, posé par Coforme ; absent d’un écrit d’avant qu’il se garde. */
  readonly demandeEcriteLe?: string | null
  /** Ce qu’il en a reçu à ce jour, hors taxes, en centimes ; rien : non dit. */
  readonly payes: number | null
  readonly ligne: string
  readonly motif: string
  /** D’une habilitation : ce que la prestation a coûté, en centimes. */
  readonly couts: number | null
}

export type Consommation = {
  readonly commande: number
  readonly reste: number | null
  /** Rien : le minimum n’est pas dit. */
  readonly manqueAuMinimum: number | null
  readonly depasse: boolean
}
/** Ce qui est commandé, au regard du maximum et du minimum du lot. */
export const consommation = (
  commandes: readonly Pick<Commande, 'centimes'>[],
  f: Pick<FicheDuMarche, 'minimum' | 'maximum'> | undefined,
): Consommation => {
  const commande = commandes.reduce((t, c) => t + c.centimes, 0)
  const [minimum, maximum] = [f?.minimum ?? null, f?.maximum ?? null]
  return {
    commande,
    reste: maximum === null ? null : Math.max(0, maximum - commande),
    manqueAuMinimum: minimum === null ? null : Math.max(0, minimum - commande),
    depasse: maximum !== null && commande > maximum,
  }
}

/** Qui facture à qui, d’une commande de ce jour-là. */
export const quiFacture = (
  forme: Forme,
  circuit: FicheDuMarche['circuit'],
  membre: string,
  mandataire: string,
  jour: string,
): readonly string[] => {
  if (forme === 'sous-traitance' && membre !== mandataire)
    return [
      `${membre} facture à ${mandataire}, titulaire.`,
      `Payée directement, ${membre} dépose sa demande ; ${mandataire} la vise sous ${joursDeVisa(jour)} jours, sinon elle serait réputée acceptée (${articleDuVisa(jour)}).`,
    ]
  if (forme === 'sous-traitance' || circuit === 'direct' || membre === mandataire)
    return [`${membre} facture à l’acheteur${forme === 'sous-traitance' ? '' : ', sa part'}.`]
  return [`${mandataire} facture à l’acheteur, pour tous.`, `${mandataire} reverse sa part à ${membre}.`]
}

export type LigneProposee = { readonly ligne: string; readonly avec: string; readonly doute: string | null }
const dreets = 'Aucune notice lue ne parle de cotraitance : à confirmer avec la DREETS.'
/** La ligne du bilan pédagogique proposée à ce membre (règle R14 : chacun sa part, sans F-2 ni G entre cotraitants). */
export const ligneProposee = (
  forme: Forme,
  { circuit, payeur }: Pick<FicheDuMarche, 'circuit' | 'payeur'>,
  estMandataire: boolean,
): LigneProposee => {
  const { ligne } = payeurs[payeur]
  if (forme === 'sous-traitance')
    return estMandataire
      ? { ligne, avec: 'le total ; D, achats de prestations ; F-1 et F-2', doute: null }
      : { ligne: 'C.10', avec: 'G, et rien en F', doute: null }
  return {
    ligne,
    avec: 'sa part ; F-1, F-3, F-4 pour ses stagiaires et ses heures ; ni F-2, ni G',
    doute:
      circuit === 'global' && !estMandataire
        ? `Reversée par le mandataire, la part peut aussi se lire en C.10 et G. ${dreets}`
        : dreets,
  }
}

/** Ce que les deux côtés disent d’une commande, et qui ne s’accorde pas ; rien : ils s’accordent. */
export const ecartsDUneCommande = (
  c: Commande,
  e: Execution | undefined,
  proposee: LigneProposee,
): readonly string[] => {
  if (e === undefined) return ['Le membre n’a pas encore dit sa session.']
  return [
    ...(e.factures > c.centimes ? ['Le membre facture plus que la commande.'] : []),
    ...(e.factures > 0 && e.heures === 0 ? ['Facturée sans heure réalisée.'] : []),
    ...(e.ligne !== proposee.ligne && e.motif.trim().length < 10
      ? [`La ligne ${e.ligne} n’est pas celle proposée (${proposee.ligne}) : un motif est attendu.`]
      : []),
  ]
}

/** Ce que les dossiers clients d’une session portent au bilan, ligne par ligne, en centimes. */
type Portee = { readonly ligne: string; readonly centimes: number }
/** Ce que le bilan lira d’une session. `horsBilan` : ce que ses dossiers portent et qui n’a pas de ligne au cadre C. */
export type Report = { readonly portees: readonly Portee[]; readonly horsBilan: number } | 'introuvable'
/**
 * Ce que le bilan lira de la session d’une commande, au regard de ce que le membre en dit : la ligne n’est pas recopiée, elle vient du payeur des
 * dossiers clients. `factures` : de tous les bons de cette session et de cette ligne, car ils s’y partagent les mêmes dossiers. Rien à dire : les
 * deux s’accordent.
 */
export const ecartsDuReport = (
  e: Pick<Execution, 'ligne' | 'factures'>,
  report: Report,
): readonly string[] => {
  if (report === 'introuvable')
    return ['Vous ne lisez aucune session de ce numéro : vérifiez-le, ou le bilan n’en lira rien.']
  const { portees, horsBilan } = report
  if (portees.length === 0)
    return [
      horsBilan > 0
        ? 'Les dossiers clients de la session n’ont aucune ligne de produits au bilan : corrigez leur payeur.'
        : 'Aucun dossier client de la session ne dit qui paie : rien de cette commande n’ira au bilan.',
    ]
  const portee = portees.find((p) => p.ligne === e.ligne)
  if (portee === undefined)
    return [
      `Les dossiers clients de la session vont en ${portees.map((p) => p.ligne).join(', ')}, pas en ${e.ligne} : corrigez leur payeur, ou la ligne.`,
    ]
  return portee.centimes < e.factures
    ? [`Les dossiers clients de la session portent moins en ${e.ligne} que ce qui est dit facturé.`]
    : []
}
/** Ce qu’un membre dit facturé de cette session sous cette ligne, tous ses bons ensemble. */
export const facturesDeLaSession = (
  executions: readonly Pick<Execution, 'session' | 'ligne' | 'factures'>[],
  de: Pick<Execution, 'session' | 'ligne'>,
): number =>
  executions
    .filter((e) => e.session.toLowerCase() === de.session.toLowerCase() && e.ligne === de.ligne)
    .reduce((n, e) => n + e.factures, 0)

/** Personne ne déclare la part d’un autre : hors sous-traitance, la somme des lignes déclarées est celle des factures. */
export const declareDeuxFois = (
  forme: Forme,
  lignes: readonly { readonly commande: string; readonly organisme: OrganismeId }[],
): readonly string[] => {
  if (forme === 'sous-traitance') return []
  const vues = new Map<string, OrganismeId>()
  const doubles = new Set<string>()
  for (const l of lignes) {
    const avant = vues.get(l.commande)
    if (avant !== undefined && avant !== l.organisme) doubles.add(l.commande)
    vues.set(l.commande, l.organisme)
  }
  return [...doubles]
}

type DemandeDePaiement = Pick<Execution, 'demandeEcriteLe'> & { readonly demandeLe: string }
/** Le dernier jour où le titulaire vise : quinze jours depuis la demande, ou depuis qu’il a pu la lire, si elle fut écrite ici plus tard. */
export const echeanceDuVisa = ({ demandeLe, demandeEcriteLe }: DemandeDePaiement): DateCivile =>
  ajouterJours(
    (demandeEcriteLe && demandeEcriteLe > demandeLe ? demandeEcriteLe : demandeLe) as DateCivile,
    joursDeVisa(demandeLe),
  )

/** La réponse écrite du titulaire à une demande de paiement direct : celle de ce jour-là, et pas d’une autre. */
export type Visa = {
  readonly demandeLe: string
  readonly decision: 'accepte' | 'refuse'
  readonly motif: string
  readonly le: string
}
type EtatDuVisa = 'attendu' | 'accepte' | 'refuse' | 'tacite'
/** Où en est une demande, un jour donné. Sans réponse écrite après quinze jours, elle est réputée acceptée. */
export const etatDuVisa = (d: DemandeDePaiement, visa: Visa | undefined, jour: string): EtatDuVisa =>
  visa?.demandeLe === d.demandeLe ? visa.decision : jour > echeanceDuVisa(d) ? 'tacite' : 'attendu'

const aDemande = <E extends Pick<Execution, 'demandeLe' | 'demandeEcriteLe'>>(
  e: E | undefined,
): e is E & DemandeDePaiement => typeof e?.demandeLe === 'string'
/**
 * Ce qui empêche le sous-traitant de dater ainsi sa demande ; rien : elle s’écrit. Visée, ou réputée acceptée, elle ne change plus ; refusée, une
 * autre se fait, du jour du refus au plus tôt.
 */
export const obstacleALaDemande = (
  demandeLe: string | null,
  avant: Pick<Execution, 'demandeLe' | 'demandeEcriteLe'> | undefined,
  visa: Visa | undefined,
  jour: string,
): string | undefined => {
  if (demandeLe !== null && demandeLe > jour) return 'La demande de paiement direct serait d’un jour à venir.'
  if (!aDemande(avant) || avant.demandeLe === demandeLe) return undefined
  const etat = etatDuVisa(avant, visa, jour)
  if (etat === 'attendu') return undefined
  if (etat !== 'refuse' || visa === undefined)
    return 'Cette demande de paiement direct est visée, ou réputée acceptée : sa date ne change plus.'
  return demandeLe === null || demandeLe < visa.le
    ? 'Cette demande de paiement direct est refusée : une autre se date du jour du refus, ou d’après.'
    : undefined
}

/** Ce qui empêche le titulaire de viser ; rien : il vise. Un refus se motive. */
export const obstacleAuVisa = (
  forme: Forme | null,
  e: Pick<Execution, 'demandeLe' | 'demandeEcriteLe'> | undefined,
  visa: Visa | undefined,
  dit: Pick<Visa, 'decision' | 'motif'>,
  jour: string,
): string | undefined => {
  if (forme !== 'sous-traitance' || !aDemande(e)) return 'Aucun paiement direct n’est demandé.'
  const etat = etatDuVisa(e, visa, jour)
  if (etat === 'tacite')
    return `Le délai de ${joursDeVisa(e.demandeLe)} jours est passé : la demande est réputée acceptée (${articleDuVisa(e.demandeLe)}).`
  if (etat !== 'attendu') return 'Cette demande est déjà visée.'
  return dit.decision === 'refuse' && dit.motif.trim().length < 10
    ? 'Un refus dit pourquoi, en dix signes au moins.'
    : undefined
}

/**
 * Une habilitation se compense à son coût : au-delà, la différence se rend (contrôle de surcompensation). Rien tant que la compensation, ou le coût
 * d’une commande, n’est pas dit.
 */
export const surcompensation = (
  compensation: number | null,
  couts: readonly (number | null)[],
): number | null => {
  const dits = couts.filter((c) => c !== null)
  return compensation === null || dits.length === 0 || dits.length < couts.length
    ? null
    : Math.max(0, compensation - dits.reduce((t, c) => t + c, 0))
}

/** « Prix : 32/40 » par ligne. Rien si une ligne n’a pas cette forme, ou dépasse son barème. */
export const lireNotes = (texte: string): readonly Note[] | undefined => {
  const lues = texte
    .split('\n')
    .map((l) => l.trim())
    .filter((l) => l !== '')
    .map((l) => /^(.{2,200}?)\s*:\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*\/\s*(\d{1,3})$/.exec(l))
  const notes = lues.map((x) => ({
    critere: (x?.[1] ?? '').trim(),
    points: Number((x?.[2] ?? '').replace(',', '.')),
    sur: Number(x?.[3]),
  }))
  return lues.every((x) => x !== null) && notes.every((n) => n.points <= n.sur) ? notes : undefined
}
