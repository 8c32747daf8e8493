/** De qui vient un stagiaire : la feuille le range sous son client, et nomme l’organisme qui l’a confié. */
export type Provenance = {
  /** Celui du dossier ; nul : inscrit sans dossier. */
  readonly regime: string | null
  /** La structure qui achète ; nulle : la personne elle-même. */
  readonly client: string | null
  /** La référence du client : d’un donneur d’ordre, son contrat de sous-traitance. */
  readonly reference: string | null
  /** Les conventions et contrats qui valent, chacun cité avec ses avenants signés. */
  readonly pieces: readonly string[]
}

/** La place d’une personne sur la feuille. */
export type Rangement = {
  /** Les donneurs d’ordre après les clients, les personnes à leur compte ensuite. */
  readonly rang: number
  readonly groupe: string
  /** Ce qui ne vaut que pour cette personne : son contrat, sa convention. */
  readonly reference?: string
}

/** L’organisme qui confie, et son contrat de sous-traitance. */
export type DonneurDOrdre = { readonly nom: string; readonly contrat?: string }

const piecesEnMots = (pieces: readonly string[]): string =>
  pieces.map((n) => `${n.startsWith('CT-') ? 'contrat' : 'convention'} ${n}`).join(', ')

/** L’organisme qui a confié la personne ; rien quand elle n’est pas reçue en sous-traitance. */
export const donneurDe = (p: Provenance | undefined): DonneurDOrdre | undefined =>
  p?.regime === 'sous-traitance-recue' && p.client
    ? { nom: p.client, ...(p.reference ? { contrat: p.reference } : {}) }
    : undefined

/** Les organismes qui ont confié ces personnes, une fois chacun par contrat. */
export const donneursDe = (provenances: readonly (Provenance | undefined)[]): DonneurDOrdre[] => {
  const donneurs = provenances.flatMap((p) => donneurDe(p) ?? [])
  return [...new Map(donneurs.map((d) => [`${d.nom}\n${d.contrat ?? ''}`, d])).values()]
}

/** Sous quel titre la personne se lit. Un donneur d’ordre est nommé comme tel : ce n’est pas un client de l’action. */
export const ranger = (p: Provenance | undefined): Rangement => {
  if (!p || p.regime === null) return { rang: 3, groupe: 'Sans dossier client' }
  const donneur = donneurDe(p)
  if (donneur)
    return {
      rang: 1,
      groupe: `${donneur.nom}, organisme donneur d’ordre${donneur.contrat ? `, contrat ${donneur.contrat}` : ''}`,
    }
  const pieces = piecesEnMots(p.pieces)
  if (p.client) return { rang: 0, groupe: pieces === '' ? p.client : `${p.client}, ${pieces}` }
  return {
    rang: 2,
    groupe: p.regime === 'cpf' ? 'À titre personnel, compte personnel de formation' : 'À titre personnel',
    ...(pieces === '' ? {} : { reference: pieces }),
  }
}
