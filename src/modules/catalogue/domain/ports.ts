import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import type { Adoptee } from './adopter.ts'
import type { Noeud, RefusXml } from './lheo.ts'
import type { Contenu, ImportId, Offre, OffreAdoptee, OffreId, Origine, VersionId } from './offre.ts'
import type { Rapport } from './rapport.ts'

/** Un fichier qui n’est pas un arbre, ou qui coûte trop à lire. */
export type RefusArbre = RefusXml | Refus<'trop-long' | 'trop-lourd' | 'illisible' | 'renonce'>

/** D’où vient une offre lue dans un fichier. */
export type Source = {
  readonly importId: ImportId
  readonly numero: string
  readonly empreinte: Buffer
  readonly origine: Origine
}

/** Une version, telle que la publication la retrouve. */
export type VersionConnue = {
  readonly id: VersionId
  readonly numero: number
  readonly parutions: readonly { readonly retiree: Date | null }[]
}

export type ImportLu = {
  readonly id: ImportId
  readonly nomFichier: string
  readonly version: string
  readonly rapport: Rapport
  readonly luLe: Date
  readonly luPar: PersonneId | null
}

/** Une offre vivante venue d’un fichier, telle qu’un import la retrouve. */
export type Connue = {
  readonly id: OffreId
  readonly etat: 'brouillon' | 'adoptee'
  readonly empreinte: Buffer | null
}

/** Ce qui se consigne au journal ; le module et l’instant sont ceux des ports. */
export type Fait = {
  readonly activite: ActiviteId
  readonly geste: string
  readonly objet: { readonly genre: string; readonly id: string }
  readonly phrase: string
  readonly details?: Readonly<Record<string, string | number | null | string[]>>
}

/** Ce que les gestes du catalogue demandent au dehors, dans une transaction et à un instant donnés. */
export type PortsCatalogue = {
  readonly le: Date
  /** Lit l’offre et la retient : deux gestes sur elle passent l’un après l’autre. */
  retenir(id: OffreId): Promise<Offre | undefined>
  /** Faux si l’identifiant est déjà pris. */
  creer(o: { readonly id: OffreId; readonly activite: ActiviteId }, c: Contenu, s?: Source): Promise<boolean>
  /** Faux si ce n’est plus un brouillon. */
  modifier(id: OffreId, c: Contenu, s?: Source): Promise<boolean>
  adopter(id: OffreId, a: Adoptee): Promise<void>
  /** Ôte un brouillon jamais adopté. Faux si quelque chose y tient. */
  supprimer(id: OffreId): Promise<boolean>
  /** Fige l’offre adoptée en une nouvelle version. */
  figer(o: OffreAdoptee): Promise<{ readonly id: VersionId; readonly numero: number }>
  derniereVersion(id: OffreId): Promise<VersionConnue | undefined>
  /** Met la version en ligne, à la place de celle qui y était. */
  publier(v: VersionConnue): Promise<void>
  /** Faux si rien n’était en ligne. */
  depublier(id: OffreId): Promise<boolean>
  retirer(id: OffreId): Promise<void>
  /** Faux si une autre offre vivante vient de la même formation. */
  reprendre(id: OffreId): Promise<boolean>
  consigner(g: Fait): Promise<unknown>
}

export type Lecteur = {
  nouvelleOffre(): OffreId
  /** SHA-256. */
  empreinte(octets: Uint8Array | string): Buffer
  lireArbre(octets: Uint8Array): Promise<Result<Noeud, RefusArbre>>
  texteBrut(html: string): string
  lireImport(id: ImportId): Promise<ImportLu | undefined>
  poserImport(
    i: Omit<ImportLu, 'luLe' | 'luPar'> & { readonly activite: ActiviteId; readonly empreinte: Buffer },
  ): Promise<void>
  /** Les offres vivantes de l’enseigne venues d’un fichier, retenues ; par clé. */
  connues(
    activite: ActiviteId,
    cleDe: (siret: string | null, numero: string) => string,
  ): Promise<ReadonlyMap<string, Connue>>
}
