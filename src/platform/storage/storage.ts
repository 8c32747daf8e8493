import type { TenantTx } from '#platform/db/index.ts'

/** Un fichier rangé : son empreinte SHA-256 (hexadécimale) le nomme, il ne change jamais. */
export type StoredFile = { readonly empreinte: string; readonly type: string; readonly taille: number }

/** Où vivent les octets émis : PostgreSQL par défaut, un dépôt compatible S3 si `S3_*` est réglé. */
export type Storage = {
  put(tx: TenantTx, octets: Uint8Array, type: string): Promise<StoredFile>
  /** Rien si l'organisme n'a pas ce fichier : un voisin ne se distingue pas d'un absent. */
  get(tx: TenantTx, empreinte: string): Promise<{ octets: Uint8Array; type: string } | undefined>
  /** Les octets d’une ligne qu’une porte a rendue : elle a vérifié le droit de lire, il ne reste qu’à les trouver. */
  remis(ligne: {
    readonly organisme: string
    readonly empreinte: string
    readonly octets: Uint8Array | null
  }): Promise<Uint8Array>
}
