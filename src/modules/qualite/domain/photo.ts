import type { Point } from './audit-blanc.ts'
import type { Fait, Objet } from './controle.ts'
import type { EtatIndicateur } from './moteur.ts'
import type { Creneau } from './plan-audit.ts'

/** Un fait de l’échantillon, tel qu’un auditeur le lit. */
export type FaitMontre = {
  readonly code: string
  readonly de: string
  readonly indice: boolean
  readonly session: string | null
  /** De qui ou de quoi. */
  readonly nom: string
  readonly tenu: boolean
  readonly le: string | null
  /** Ce qui manque, s’il n’est pas tenu. */
  readonly quoi: string
  /** Saisi longtemps après le jour qu’il dit. */
  readonly tard: boolean
  /** Il manquait quand les données furent gelées. */
  readonly apresGel: boolean
  readonly pieces: readonly string[]
  /** Ce que la preuve dit quand on l’ouvre : un nom, une valeur. Absent d’une copie ancienne. */
  readonly contenu?: readonly (readonly [string, string])[]
  /** Qui l’a écrite. */
  readonly auteur?: string
}

export type PointMontre = Omit<Point, 'indicateur'> & {
  readonly critere: number | null
  readonly question: string
  readonly etat: EtatIndicateur | null
  readonly phrase: string
  /** Les contrôles qu’aucun fait ne porte : à voir sur place. */
  readonly muets: readonly string[]
  readonly faits: readonly FaitMontre[]
}

/** La forme des copies que l’on prend. La première montrait d’autres enseignes : elle ne se lit plus que dans la coopérative. */
export const formeDeCopie = 'coforme-audit/2'
const formesLues: readonly unknown[] = ['coforme-audit/1', formeDeCopie]

/** La copie figée que lit l’auditeur : l’échantillon, ses preuves et ses manques, et rien d’autre. */
export type Photo = {
  readonly forme: 'coforme-audit/1' | typeof formeDeCopie
  readonly organisme: string
  readonly version: string
  readonly sessions: readonly {
    readonly id: string
    readonly numero: string
    readonly intitule: string
    readonly du: string
    readonly au: string
    readonly strates: readonly string[]
    readonly stagiaires: readonly { readonly id: string; readonly nom: string }[]
  }[]
  readonly points: readonly PointMontre[]
  readonly pieces: readonly { readonly id: string; readonly libelle: string; readonly le: string }[]
  /** Qui reçoit l’auditeur, sur quoi. Absent d’une copie ancienne. */
  readonly plan?: readonly Creneau[]
}

/** Une photo relue de la base, ou rien si elle n’a pas cette forme. */
export const lirePhotoFigee = (brut: unknown): Photo | undefined =>
  typeof brut === 'object' && brut !== null && formesLues.includes((brut as Partial<Photo>).forme)
    ? (brut as Photo)
    : undefined

/** Ce qui nomme un fait, d’un jour à l’autre. */
export const cleDuFait = (f: Pick<Fait, 'code' | 'objet' | 'session'>): string =>
  `${f.code}|${f.objet}|${f.session ?? ''}`

/** Les objets qui ne sont d’aucun dossier : ce que la coopérative tient pour elle-même. */
const deLaMaison: ReadonlySet<Objet> = new Set(['organisme', 'registre', 'affaire'])

/** Ce que la coopérative doit en entier, toutes enseignes ensemble : son registre des réclamations (indicateur 31). */
const deToutesLesEnseignes: ReadonlySet<string> = new Set(['31a'])

type Echantillon = {
  readonly sessions: ReadonlySet<string>
  readonly objets: ReadonlySet<string>
  /** Celles des sessions tirées, et la commune. */
  readonly enseignes: ReadonlySet<string>
}

/**
 * Le fait est-il de l’échantillon ? D’une session tirée, et, s’il parle de quelqu’un, de quelqu’un de tiré ; sinon, de la coopérative
 * elle-même, ou de ce que touchent les sessions tirées (leur offre, leur intervenant, leur lieu, leur sous-traitant). Ce qu’une enseigne
 * écrit au registre, ou qui lui est arrivé, n’en est que si une de ses sessions en est.
 */
export const estDeLEchantillon = (
  fait: Pick<Fait, 'code' | 'objet' | 'session'> & { readonly activite: string | null },
  objet: Objet,
  { sessions, objets, enseignes }: Echantillon,
): boolean => {
  if (fait.session !== null && !sessions.has(fait.session)) return false
  if (
    (objet === 'registre' || objet === 'affaire') &&
    !deToutesLesEnseignes.has(fait.code) &&
    fait.activite !== null &&
    !enseignes.has(fait.activite)
  )
    return false
  return deLaMaison.has(objet) || objets.has(fait.objet)
}

/** D’une réclamation arrivée à une enseigne hors de l’échantillon, on montre ses jours ; ni son objet, ni sa session, ni qui la suit. */
export const seNommeDansLEchantillon = (
  fait: { readonly activite: string | null },
  objet: Objet,
  { enseignes }: Pick<Echantillon, 'enseignes'>,
): boolean => objet !== 'affaire' || fait.activite === null || enseignes.has(fait.activite)

/**
 * Les contrôles dont une pièce ne prouve rien d’elle seule : avoir écrit le règlement n’est pas l’avoir remis. Sans la trace d’un envoi ou
 * d’un accusé, la remise est seulement dite.
 */
const demandentUneTrace: ReadonlySet<string> = new Set(['9b'])
export const piecesSansTrace = (code: string, contenu: readonly unknown[]): boolean =>
  demandentUneTrace.has(code) && contenu.length === 0

/** Ce que la coopérative doit en entier peut tenir par la ligne d’une enseigne : hors de l’échantillon, ses mots et ses fichiers n’y sont pas. */
export const seLitDansLEchantillon = (
  objet: Objet,
  ecriteDans: string | null,
  { enseignes }: Pick<Echantillon, 'enseignes'>,
): boolean => objet !== 'organisme' || ecriteDans === null || enseignes.has(ecriteDans)

/** Une preuve telle qu’un auditeur l’ouvre : ce qu’elle dit, qui l’a écrite, quand, et ses pièces. Rien de ce que nous en pensons. */
export type PreuveMontree = {
  readonly code: string
  readonly de: string
  readonly session: string | null
  readonly nom: string
  readonly le: string | null
  readonly auteur: string
  readonly contenu: readonly (readonly [string, string])[]
  readonly pieces: readonly string[]
}

/** Ce que la porte de l’auditeur sert, et rien d’autre. */
export type PhotoDAuditeur = {
  readonly organisme: string
  readonly version: string
  readonly sessions: readonly Omit<Photo['sessions'][number], 'strates'>[]
  readonly points: readonly {
    readonly point: string
    readonly intitule: string
    readonly attendu: string
    readonly critere: number | null
    readonly question: string
    readonly preuves: readonly PreuveMontree[]
  }[]
  readonly pieces: Photo['pieces']
  readonly plan: readonly Creneau[]
}

/**
 * La copie sans nos constats : ni état, ni manque, ni risque, ni ce qui fut écrit après coup, ni pourquoi un dossier fut tiré. Écrite champ à
 * champ : ce qu’une copie gagnera demain n’y entre pas de lui-même. Une preuve que rien n’ouvre n’est pas montrée comme une preuve.
 */
export const pourAuditeur = (p: Photo): PhotoDAuditeur => ({
  organisme: p.organisme,
  version: p.version,
  sessions: p.sessions.map(({ id, numero, intitule, du, au, stagiaires }) => ({
    id,
    numero,
    intitule,
    du,
    au,
    stagiaires,
  })),
  points: p.points.map(({ point, intitule, attendu, critere, question, faits }) => ({
    point,
    intitule,
    attendu,
    critere,
    question,
    preuves: faits
      .filter((f) => f.tenu && ((f.contenu?.length ?? 0) > 0 || f.pieces.length > 0))
      .map(({ code, de, session, nom, le, auteur, contenu, pieces }) => ({
        code,
        de,
        session,
        nom,
        le,
        auteur: auteur ?? '',
        contenu: contenu ?? [],
        pieces,
      })),
  })),
  pieces: p.pieces.map(({ id, libelle, le }) => ({ id, libelle, le })),
  plan: (p.plan ?? []).map(({ jour, debut, fin, quoi, points, qui }) => ({
    jour,
    debut,
    fin,
    quoi,
    points,
    qui,
  })),
})

/** Une session que l’auditeur a choisie lui-même : elle n’est d’aucune strate. */
export const choisie = 'choisie'
export const choisiALaMain = (echantillon: readonly { readonly strates: readonly string[] }[]): boolean =>
  echantillon.length > 0 && echantillon.every((s) => s.strates.includes(choisie))
