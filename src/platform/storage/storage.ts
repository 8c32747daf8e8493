import type { Database, TenantTx } from '#platform/db/index.ts'

/** Le dépôt des fichiers ne répond pas, ou va mal. La page le dit (503) ; rien n'est perdu. */
export class DepotInjoignable extends Error {
  override name = 'DepotInjoignable'
}

/** Un fichier rangé : son empreinte SHA-256 (hexadécimale) le nomme, il ne change jamais. */
export type StoredFile = { readonly empreinte: string; readonly type: string; readonly taille: number }

/** Ce qu’une porte rend d’un fichier ; `octets` vide : ils sont dans un dépôt. */
export type LigneRendue = {
  readonly organisme: string
  readonly empreinte: string
  readonly octets: Buffer | null
}

/** Où vivent les octets émis : PostgreSQL par défaut, un dépôt compatible S3 si `S3_*` est réglé. */
export type Storage = {
  /** `sensible` : les octets sont gardés chiffrés par les clés de l’instance, où qu’ils vivent ; leur empreinte reste celle du clair. */
  put(
    tx: TenantTx,
    octets: Uint8Array,
    type: string,
    options?: { readonly sensible?: boolean },
  ): Promise<StoredFile>
  /** Rien si l'organisme n'a pas ce fichier : un voisin ne se distingue pas d'un absent. */
  get(tx: TenantTx, empreinte: string): Promise<{ octets: Uint8Array; type: string } | undefined>
  /** Les octets d’une ligne qu’une porte a déjà rendue à qui y avait droit, sans compte. */
  open(ligne: LigneRendue): Promise<Uint8Array>
  /** Ôte du dépôt les objets dont la ligne n’est plus ; sans effet quand les octets vivent dans PostgreSQL. Rejouable. */
  forget(organisme: string, empreintes: readonly string[]): Promise<void>
  /** Porte au dépôt ce qui attend dans PostgreSQL ; absent quand il n’y a pas de dépôt. `db` : celle des tâches. */
  ranger?(db: Database): Promise<{ readonly ranges: number; readonly alteres: number }>
  /** Lève si le dépôt ne répond pas ; absent quand il n’y en a pas. */
  repond?(): Promise<void>
}
