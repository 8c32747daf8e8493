/**
 * Ce que des modules de rang supérieur font voir et savoir d'une session, sans que la page de la session les
 * connaisse. `app/pages/session.page.tsx` les compose, par rang ; `app/wiring.ts` les lui donne au montage.
 */
import type { Child } from 'hono/jsx'
import type { DateCivile } from '#kernel/dates.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Stop } from '#web/components/lists.tsx'
import type { CodeEtat } from '#web/components/states.tsx'
import type { Visiteur } from '#web/env.ts'

/** Une ligne de « Ce qui manque » : la chose, la personne et la date, le geste. */
export type ManqueDeSession = {
  readonly etat: CodeEtat
  readonly chose: Child
  readonly qui: string
  readonly quand: string
  readonly geste: Child
}

/** Un geste que l’on fait d’ici, en un clic : où le formulaire part, ce qu’il porte, le mot du bouton. La page qui le reçoit redemande le droit. */
export type Direct = {
  readonly href: string
  readonly champs: Readonly<Record<string, string | readonly string[]>>
  readonly libelle: string
}

/** Un geste qui vient, la page où il se fait ; `direct` : à qui peut le faire sans l’ouvrir. */
export type SuiteDeSession = {
  /** 10 : avant la session ; 20 : pendant ; 30 : après. */
  readonly rang: number
  readonly chose: string
  readonly geste: string
  readonly href: string
  readonly direct?: Direct | undefined
}

/** Des faits que seul un module de rang supérieur connaît. Tout y est facultatif : absent veut dire « on ne sait pas ». */
export type FaitsDeSession = {
  /**
   * L'état de chaque séance (par identifiant) sur la ligne et dans la liste ; `manque` : « 9 sur 12 » ; `emargee` : le
   * registre en dit quelque chose, qui l'anime et où ne change plus.
   */
  readonly seances?: ReadonlyMap<
    string,
    { readonly etat: CodeEtat; readonly manque?: string; readonly emargee?: boolean }
  >
  /** Des arrêts de la ligne, avant la première séance ou après la dernière (« Certificats »). */
  readonly arrets?: readonly { readonly zone: 'avant' | 'apres'; readonly arret: Stop }[]
  readonly manques?: readonly ManqueDeSession[]
  /** « Et maintenant » : les gestes qui restent, le prochain d’abord ; le rang range les modules dans le temps. */
  readonly suites?: readonly SuiteDeSession[]
  /** Réponses aux gardes d'un changement d'état (`sessions/domain/etats.ts`) : `{ 'certificats-emis': false }`. */
  readonly gardes?: Readonly<Record<string, boolean>>
  /** Demi-journées suivies par inscription : elles font la différence entre une annulation et un abandon. */
  readonly presences?: ReadonlyMap<string, number>
}

export type SessionContribution = {
  readonly nom: string
  /** Ordre des sections sous les séances et les inscrits. */
  readonly rang: number
  /** Une section de la page (`<Section titre id>`), ou rien : pas le droit de voir, ou rien à montrer. */
  section?(tx: TenantTx, sessionId: string, visiteur: Visiteur, maintenant: Date): Promise<Child | undefined>
  faits?(tx: TenantTx, sessionId: string, visiteur: Visiteur, maintenant: Date): Promise<FaitsDeSession>
  /**
   * Les lectures que la page demandera, et qui ne dépendent que de la session : elles partent avec la sienne, d’un seul
   * envoi. Chacune se garde (`uneFois`) ; la page qui n’aboutit pas les a faites pour rien, sans rien montrer.
   */
  prelire?(tx: TenantTx, sessionId: string, visiteur: Visiteur): readonly Promise<unknown>[]
}

/** Ce qu'un module de rang supérieur montre sur la fiche d'une personne. */
export type PersonneContribution = {
  readonly nom: string
  /** Ordre des sections, sous « Joindre ». */
  readonly rang: number
  /** Une section (`<Section titre id>`), ou rien. `personnes` : la fiche, puis celles qui lui sont réunies. */
  section(
    tx: TenantTx,
    personnes: readonly string[],
    visiteur: Visiteur,
    maintenant: Date,
  ): Promise<Child | undefined>
}

/** Ce qu'un module de rang supérieur montre sur la fiche d'une entreprise. */
export type EntrepriseContribution = {
  readonly nom: string
  /** Ordre des sections, sous les contacts. */
  readonly rang: number
  /** Une section (`<Section titre id>`), ou rien. `entreprises` : la fiche, puis celles qui lui sont réunies. */
  section(
    tx: TenantTx,
    entreprises: readonly string[],
    visiteur: Visiteur,
    maintenant: Date,
  ): Promise<Child | undefined>
}

/** Les faits de tous les modules, réunis ; le rang le plus haut l'emporte sur une même clé. */
export const reunirFaits = async (
  contributions: readonly SessionContribution[],
  tx: TenantTx,
  sessionId: string,
  visiteur: Visiteur,
  maintenant: Date,
): Promise<Required<FaitsDeSession>> => {
  const lus = await Promise.all(
    contributions
      .toSorted((a, b) => a.rang - b.rang)
      .map(
        (c): Promise<FaitsDeSession> | FaitsDeSession => c.faits?.(tx, sessionId, visiteur, maintenant) ?? {},
      ),
  )
  return {
    seances: new Map(lus.flatMap((f) => [...(f.seances ?? [])])),
    arrets: lus.flatMap((f) => f.arrets ?? []),
    manques: lus.flatMap((f) => f.manques ?? []),
    suites: lus.flatMap((f) => f.suites ?? []).toSorted((a, b) => a.rang - b.rang),
    gardes: Object.assign({}, ...lus.map((f) => f.gardes ?? {})),
    presences: new Map(lus.flatMap((f) => [...(f.presences ?? [])])),
  }
}

/** Ce que l'on sait au moment de composer un écran de toute la coopérative. */
export type Regard = { readonly visiteur: Visiteur; readonly maintenant: Date }

/** Une séance d'aujourd'hui, avec ce qu'on sait de ses signatures. */
export type SeanceDuJour = {
  readonly href: string
  /** Sa session, et ceux qui y ont une case : la page les compte une fois chacun. */
  readonly session: string
  readonly inscriptions: readonly string[]
  /** « 9 h », « 12 h 30 » : à l'heure de la salle. */
  readonly debut: string
  readonly fin: string
  /** Les mêmes, en minutes à la pendule de la salle, et l’heure qu’elle marque à présent (négative, ou au-delà de minuit : un autre jour). */
  readonly bornes?: { readonly debut: number; readonly fin: number; readonly ici: number }
  readonly intitule: string
  /** Lieu, intervenant, place dans la série : « Salle Duras · Tom Okafor · deuxième jour sur trois ». */
  readonly detail: string
  /** Une forme par personne, ceux qui ont signé d’abord. Vide : personne n’est inscrit. */
  readonly marques: readonly CodeEtat[]
  /** « 9 signatures sur 12 », en gras ; et la suite de la phrase, telle quelle : « , possibles jusqu’à 14 h 30 ». */
  readonly compte: { readonly fort?: string; readonly suite: string }
  /** « Restent Léonie Fabre et Agathe Pons. », à qui a le droit de les lire ; et où leur renvoyer leur lien. */
  readonly restent?: {
    readonly phrase: string
    readonly renvoyer?: { readonly href: string; readonly geste: string; readonly direct?: Direct }
  }
}

/**
 * Le jour où une chose est due, et qui l’a fixé : la loi (ou ce qui tient lieu de contrat), un engagement pris devant
 * d’autres, ou l’usage de la maison.
 */
export type Terme = { readonly jour: DateCivile; readonly fixe: 'loi' | 'engagement' | 'usage' }

/** Ce qui attend quelqu'un : la chose, et le geste qui la règle. */
export type AFaire = {
  readonly href: string
  /** À l’infinitif, en tête et en gras : « Relancer ». */
  readonly verbe: string
  /** Ce qui suit le verbe : « la Clinique des Tilleuls ». */
  readonly chose: string
  readonly detail: string
  readonly geste: string
  /** Absent : rien ne le date, il vient à son rang. */
  readonly terme?: Terme
  /** Le genre d’avis (« visa », « reclamation ») sous lequel la personne veut l’apprendre par courriel ; absent : la liste seule. */
  readonly avis?: string
  readonly direct?: Direct
}

/** « Relancer la Clinique des Tilleuls » : le geste entier, tel qu’un courriel le dit. */
export const direAFaire = (g: Pick<AFaire, 'verbe' | 'chose'>): string => `${g.verbe} ${g.chose}`

/** Une date qui vient, sans geste à faire aujourd’hui : « Audit de surveillance », « , dans 63 jours. ». */
export type Echeance = {
  readonly jour: DateCivile
  /** Ce qui arrive ce jour-là ; un lien si sa page existe. */
  readonly chose: string
  readonly href?: string
  /** La suite de la phrase, telle quelle, ponctuation comprise. */
  readonly suite: string
  /** Que l’usage de la maison seul date, d’une session (`href`) : elle vient après les autres, une par session. */
  readonly fixe?: 'usage'
  /** La même en une phrase : elle s’ajoute à la ligne qui dit déjà cette session à une autre date. */
  readonly aussi?: string
}

/** Une nouvelle de la marge (« Au pôle », « Réclamations »). */
export type Encart = {
  readonly id: string
  /** Ordre sous les échéances. */
  readonly rang: number
  readonly titre: string
  readonly contenu: Child
  /** Les pages dont l’encart parle déjà : la même chose n’est pas répétée dans les échéances. */
  readonly dit?: readonly string[]
}

export type Trouvaille = {
  readonly genre: 'personne' | 'entreprise' | 'session' | 'offre' | 'piece' | 'aide'
  readonly libelle: string
  readonly detail: string
  readonly href: string
}

/** Ce que les contrôles de la nuit ont relevé : la phrase du passage, quelques lignes, et où lire le reste. */
export type ReleveDeLaNuit = {
  readonly phrase: string
  readonly lignes: readonly {
    readonly etat: CodeEtat
    readonly sujet: string
    readonly href: string
    readonly phrase: string
    readonly qui: string
    readonly geste: string
    readonly remede: string
  }[]
  readonly tous: { readonly libelle: string; readonly href: string }
}

/** Jusqu’où l’on regarde devant soi, en jours. Choix du produit : un semestre contient l’audit annoncé et le bilan d’un exercice clos. */
export const HORIZON_DES_ECHEANCES = 180

/**
 * Ce qu'un module apporte aux écrans qui n'appartiennent à personne (« Aujourd'hui », la recherche). Chaque question
 * ne montre que ce que le visiteur peut lire : RLS dit l'organisme et l'enseigne, `peutVisiteur` dit la personne.
 */
export type Contributions = {
  seancesDuJour?(tx: TenantTx, regard: Regard): Promise<readonly SeanceDuJour[]>
  /** Un geste daté de plus d’une semaine s’y met aussi : la page le range d’elle-même dans « Échéances ». */
  aFaire?(tx: TenantTx, regard: Regard): Promise<readonly AFaire[]>
  /** Les dates qui viennent, d’aujourd’hui à `HORIZON_DES_ECHEANCES` jours ; passé ou plus loin, la page ne le montre pas. */
  echeances?(tx: TenantTx, regard: Regard): Promise<readonly Echeance[]>
  encart?(tx: TenantTx, regard: Regard): Promise<Encart | undefined>
  /** Vrai : une ligne de `aFaire` peut porter un `avis`. La tournée des avis, deux fois par heure, ne lit que celles-là. */
  readonly avertit?: boolean
  releve?(tx: TenantTx, regard: Regard): Promise<ReleveDeLaNuit | undefined>
  /** `mot` est replié (sans accent ni casse) et compte deux signes au moins ; au plus dix réponses. */
  recherche?(tx: TenantTx, mot: string, regard: Regard): Promise<readonly Trouvaille[]>
}
