/**
 * Le texte des gens, dans un Markdown restreint : titres, listes, gras, liens vers le web, images que nous avons reçues. Tout le reste est du texte. Rien
 * n'est du HTML : la lecture rend un arbre de textes, que la page écrit échappés. Aucun texte d'entrée n'est refusé.
 */
export type Segment =
  | { readonly genre: 'texte' | 'fort'; readonly texte: string }
  | { readonly genre: 'lien'; readonly texte: string; readonly href: string }
export type Bloc =
  | { readonly genre: 'titre'; readonly texte: string }
  | { readonly genre: 'paragraphe'; readonly lignes: readonly (readonly Segment[])[] }
  | { readonly genre: 'puces' | 'numeros'; readonly points: readonly (readonly Segment[])[] }
  /** Une image de chez nous, par son identifiant, et ce qu'elle montre ; jamais une adresse. */
  | { readonly genre: 'image'; readonly id: string; readonly alt: string }

// Toute répétition est bornée : un texte hostile se lit en un temps proportionnel à sa longueur.
const motif =
  /\*\*([^*\n]{1,500})\*\*|\[([^\]\n]{1,200})\]\((https?:\/\/[^\s()<>"]{1,500})\)|(https?:\/\/[^\s<>"]{1,500})/g

/** Une adresse du web, sans identifiants dedans ; rien sinon. */
const lireAdresse = (brut: string): string | undefined => {
  const url = URL.parse(brut)
  return url &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === ''
    ? url.href
    : undefined
}

const enSegments = (ligne: string): Segment[] => {
  const segments: Segment[] = []
  let fin = 0
  const texte = (t: string) => t && segments.push({ genre: 'texte', texte: t })
  for (const m of ligne.matchAll(motif)) {
    texte(ligne.slice(fin, m.index))
    fin = m.index + m[0].length
    const [tout, fort, nom, vers, nue] = m
    if (fort !== undefined) {
      segments.push({ genre: 'fort', texte: fort })
      continue
    }
    // La ponctuation qui suit une adresse écrite nue n'en est pas.
    const queue = nue === undefined ? '' : (/[.,;:!?)\]]+$/.exec(nue)?.[0] ?? '')
    const brut = vers ?? nue?.slice(0, nue.length - queue.length) ?? ''
    const href = lireAdresse(brut)
    if (href) segments.push({ genre: 'lien', texte: nom ?? brut, href })
    else texte(tout)
    if (href && queue) texte(queue)
  }
  texte(ligne.slice(fin))
  return segments
}

/** Une ligne à elle seule : `![ce que montre l'image](image:identifiant)`. Sans ce qu'elle montre, ce n'est que du texte. */
const uneImage = /^!\[([^\]\n]{1,300})\]\(image:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)$/

/** Les identifiants des images qu'un texte montre. */
export const imagesDuRecit = (texte: string): readonly string[] =>
  lireRecit(texte).flatMap((b) => (b.genre === 'image' ? [b.id] : []))

const marques = { puces: /^[-*•] +(?=\S)/, numeros: /^\d{1,3}[.)] +(?=\S)/ } as const

export const lireRecit = (texte: string): readonly Bloc[] => {
  const blocs: Bloc[] = []
  let lignes: string[] = []
  let points: { genre: 'puces' | 'numeros'; lignes: string[] } | undefined
  const poser = () => {
    if (lignes.length > 0) blocs.push({ genre: 'paragraphe', lignes: lignes.map(enSegments) })
    if (points) blocs.push({ genre: points.genre, points: points.lignes.map(enSegments) })
    lignes = []
    points = undefined
  }
  for (const brute of texte.split('\n')) {
    const ligne = brute.trim()
    const titre = /^#{1,4} +(?=\S)/.exec(ligne)
    const genre = marques.puces.test(ligne) ? 'puces' : marques.numeros.test(ligne) ? 'numeros' : undefined
    const image = uneImage.exec(ligne)
    if (ligne === '' || titre || image) poser()
    if (ligne === '') continue
    if (image) blocs.push({ genre: 'image', alt: (image[1] ?? '').trim(), id: image[2] ?? '' })
    else if (titre) blocs.push({ genre: 'titre', texte: ligne.slice(titre[0].length) })
    else if (genre) {
      if (points?.genre !== genre) poser()
      points ??= { genre, lignes: [] }
      points.lignes.push(ligne.replace(marques[genre], ''))
    } else {
      if (points) poser()
      lignes.push(ligne)
    }
  }
  poser()
  return blocs
}
