import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { Result } from '#kernel/result.ts'
import type { Geste } from '#platform/db/journal.ts'
import type { Adoptee } from '../domain/adopter.ts'
import type { Noeud } from '../domain/lheo.ts'
import type { Contenu, ImportId, Offre, OffreId, Origine } from '../domain/offre.ts'
import type { Rapport } from '../domain/rapport.ts'
import type { RefusXml } from '../lecture/xml.ts'

/** D’où vient une offre lue dans un fichier. */
export type Source = {
  readonly importId: ImportId
  readonly numero: string
  readonly empreinte: Buffer
  readonly origine: Origine
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

/** Ce que les gestes du catalogue demandent au dehors, dans une transaction et à un instant donnés. */
export type Registre = {
  readonly le: Date
  /** Lit l’offre et la retient : deux gestes sur elle passent l’un après l’autre. */
  retenir(id: OffreId): Promise<Offre | undefined>
  /** Faux si l’identifiant est déjà pris. */
  creer(o: { readonly id: OffreId; readonly activite: ActiviteId }, c: Contenu, s?: Source): Promise<boolean>
  /** Faux si ce n’est plus un brouillon. */
  modifier(id: OffreId, c: Contenu, s?: Source): Promise<boolean>
  adopter(id: OffreId, a: Adoptee): Promise<void>
  retirer(id: OffreId): Promise<void>
  /** Faux si une autre offre vivante vient de la même formation. */
  reprendre(id: OffreId): Promise<boolean>
  consigner(
    g: Pick<Geste, 'activite' | 'geste' | 'phrase'> & Required<Pick<Geste, 'objet'>> & Pick<Geste, 'details'>,
  ): Promise<unknown>
}

export type Lecteur = {
  nouvelleOffre(): OffreId
  /** SHA-256. */
  empreinte(octets: Uint8Array | string): Buffer
  lireArbre(octets: Uint8Array): Result<Noeud, RefusXml>
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
