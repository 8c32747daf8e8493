/** Une fonction par adresse : un chemin est écrit une fois, ici ou dans le `liens.ts` d'un module, jamais dans une page. */

type Segment<S extends string> = S extends `:${infer P}` ? P : never
type Params<P extends string> = P extends `${infer A}/${infer B}` ? Segment<A> | Params<B> : Segment<P>

const sansRien = /^[\w-]*$/
/** Un identifiant, presque toujours : rien n’y est à encoder, et le voir coûte dix fois moins. */
const encoder = (valeur: string): string => (sansRien.test(valeur) ? valeur : encodeURIComponent(valeur))

/** Les valeurs que porte une adresse, telles qu'une demande les donne : tenues pour hostiles. */
export type ParamsDe<P extends string> = { readonly [nom in Params<P>]: string }

/** Une adresse que l'on écrit (`lien({ … })`) et la route qui la sert (`lien.modele`) : le même texte, écrit une fois. */
export type Lien<P extends string> = {
  (...params: [Params<P>] extends [never] ? [] : [{ readonly [nom in Params<P>]: string | number }]): string
  readonly modele: P
}

/**
 * `const seanceUrl = link('/sessions/:session/seances/:seance')` puis `seanceUrl({ session, seance })`.
 * Un paramètre oublié ne compile pas ; une valeur est toujours encodée.
 */
export const link = <const P extends string>(modele: P): Lien<P> => {
  // Un texte sur deux est le nom d'un paramètre. Découpé une fois : une page écrit des centaines d'adresses.
  const [tete = '', ...suite] = modele.split(/:([a-zA-Z]+)/)
  const ecrire = (...params: readonly unknown[]): string => {
    const valeurs = (params[0] ?? {}) as Readonly<Record<string, string | number>>
    let adresse = tete
    for (let i = 0; i < suite.length; i += 2)
      adresse += encoder(String(valeurs[suite[i] as string])) + suite[i + 1]
    return adresse
  }
  return Object.assign(ecrire, { modele }) as Lien<P>
}

const IDENTIFIANT = '[0-9a-f-]{36}'
/** La route d’un lien dont un paramètre a cette forme (une expression rationnelle) : les autres demandes vont à d’autres routes. */
export const gardee = <const P extends string>(
  lien: Lien<P>,
  formes: Readonly<Partial<Record<Params<P>, string>>>,
): P =>
  lien.modele.replace(/:(\w+)/g, (tout, nom) => {
    const forme = (formes as Readonly<Record<string, string | undefined>>)[nom]
    return forme ? `${tout}{${forme}}` : tout
  }) as P
/** De même, pour des identifiants : « /factures/nouvelle » n’est pas une facture. Sans nom, tous ses paramètres le sont. */
export const parIdentifiant = <const P extends string>(lien: Lien<P>, ...noms: readonly Params<P>[]): P => {
  const tous = noms.length > 0 ? noms : [...lien.modele.matchAll(/:(\w+)/g)].map(([, nom]) => nom)
  return gardee(lien, Object.fromEntries(tous.map((nom) => [nom, IDENTIFIANT])) as never)
}

/** Ajoute une recherche à une adresse ; ce qui est vide ou absent n'y figure pas. */
export const withQuery = (
  url: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string => {
  const q = new URLSearchParams()
  for (const [nom, valeur] of Object.entries(query))
    if (valeur !== undefined && valeur !== '') q.set(nom, String(valeur))
  const texte = q.toString()
  return texte === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${texte}`
}

/** Une adresse de retour reçue du dehors : gardée seulement si elle reste chez nous. */
export const safeReturn = (recue: string | undefined, sinon: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ce sont eux que l’on refuse
  recue !== undefined && /^\/(?![/\\])[^\\\0-\u001f]*$/.test(recue) ? recue : sinon

/**
 * Où mener quand c'est fait : d'où l'on venait (`?suite=`, que le formulaire garde en s'envoyant à sa propre adresse), si
 * l'on venait de chez nous ; sinon la page ordinaire.
 */
export const suiteOu = (
  c: { readonly req: { query(nom: string): string | undefined } },
  sinon: string,
): string => safeReturn(c.req.query('suite'), sinon)

export const accueilUrl = link('/')
export const aujourdhuiUrl = link('/aujourdhui')
export const rechercheUrl = link('/recherche')
export const connexionUrl = link('/connexion')
/** Planifier une session ; `?offre=` la choisit. Ici parce que le catalogue, de rang inférieur, y mène. */
export const nouvelleSessionUrl = link('/sessions/nouvelle')
export const compteUrl = link('/compte')
/** Choisir la coopérative, et l'enseigne pour laquelle on agit ; `?suite=` ramène d'où l'on vient. */
export const organismesUrl = link('/compte/organismes')
/** Inscrire sa coopérative, sans compte ; `?pole=` choisit celui que l’on rejoint. Ici parce que la page de connexion, de rang inférieur, y mène. */
export const rejoindreLUnionUrl = link('/rejoindre')
export const reglagesUnionUrl = link('/instance/union')
/** Les adresses d’agenda ; `?pole=` ou `?session=` en propose une. Ici parce que le pôle, de rang inférieur, y mène. */
export const abonnementsUrl = link('/planning/abonnements')
/** Ce que Coforme écrit à chacun ; ici parce que « Mon compte », de rang inférieur, y mène. */
export const avertissementsUrl = link('/compte/avertissements')
/** Écrire à des personnes choisies dans une liste, hors d'une session ; ici parce que les listes, de rang inférieur, y mènent. */
export const ecrireAuxPersonnesUrl = link('/messages/nouveau')
/** L’accord des responsables conjoints de chaque pôle ; ici parce que le pôle, de rang inférieur, y mène. */
export const conjointsUrl = link('/vivier/donnees')
export const aideUrl = link('/aide')
/** Un chapitre de l'aide, sur sa page. */
export const chapitreUrl = link('/aide/:chapitre')
export const accessibiliteUrl = link('/accessibilite')
export const donneesPersonnellesUrl = link('/donnees-personnelles')
export const composantsUrl = link('/composants')
