/** Ce que le cadre d'une page montre, sans rien qui dépende d'une requête : `env.ts` en a besoin, et réciproquement non. */

export type PublicFile = {
  readonly type: string
  readonly octets: Uint8Array<ArrayBuffer>
  readonly br?: Uint8Array<ArrayBuffer>
  readonly gzip?: Uint8Array<ArrayBuffer>
  readonly etag: string
}

export type Assets = {
  /** Adresse à écrire dans une page : `url('coforme.css')` rend `/public/coforme.3fa2b1c4d5.css`. */
  url(nom: string): string
  readonly fichiers: ReadonlyMap<string, PublicFile>
}

export type Flash = {
  readonly genre: 'passe' | 'fait' | 'mal'
  /** Ce qui s'est passé, en une phrase courte mise en avant. */
  readonly fort: string
  readonly suite?: string
  readonly lien?: { readonly libelle: string; readonly href: string }
}

/** Une entrée du sommaire ; l'ordre est celui du métier, les entrées « commun » passent sous le filet. */
export type NavigationEntry = {
  readonly libelle: string
  readonly href: string
  readonly rang: number
  readonly groupe: 'metier' | 'commun'
  /** Rôles qui la voient ; absent : tout membre. */
  readonly roles?: readonly string[]
}
