/** Les clés de l'instance, partagées par tous ses processus et jamais dans la base. */
export type Keys = {
  /** Empreinte à clé (HMAC-SHA-256) ; `usage` sépare les emplois d'une même clé. */
  digest(usage: string, texte: string): Buffer
  /** Chiffre (AES-256-GCM) ; `contexte` est authentifié et doit être le même au déchiffrement. */
  encrypt(usage: string, contexte: string, clair: Uint8Array): Uint8Array
  /** Rien si l'octet d'un autre, un contexte différent ou une clé perdue. */
  decrypt(usage: string, contexte: string, chiffre: Uint8Array): Uint8Array | undefined
  /** Signature Ed25519 des jalons du registre. */
  sign(octets: Uint8Array): Uint8Array
  /** Les 32 octets bruts de la clé publique Ed25519. */
  readonly publicKey: Uint8Array
  /** Une autre clé Ed25519, propre à cet emploi : un témoin ne contresigne pas de la clé de qui il atteste. */
  signataire(emploi: string): { sign(octets: Uint8Array): Uint8Array; readonly publicKey: Uint8Array }
}
