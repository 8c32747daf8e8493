import { estSource, estTest, lireFichier, listerFichiers } from '../fichiers.ts'
import { conclure, type Verification } from '../verification.ts'

/** Le navigateur et l’aide ne connaissent aucun module ; la démonstration écrit des adresses comme une personne les écrirait. */
const aLaMain = /^src\/(web\/(islands\/|aide-des-pages)|app\/demo\/|platform\/)/

type Ecrit = { readonly ou: string; readonly genre: 'lien' | 'route' | 'autre' }

/** Les commentaires s’effacent sans que les lignes bougent. */
const sansCommentaires = (texte: string): string =>
  texte.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, (c) => c.replace(/[^\n]/g, ' '))

const ligne = (texte: string, position: number): number => texte.slice(0, position).split('\n').length
const dossier = (fichier: string): string => /^src\/modules\/[^/]+/.exec(fichier)?.[0] ?? ''

/**
 * Pur : les chemins écrits deux fois. Une adresse que `link()` connaît se prend à lui, par `lien()` ou `lien.modele` ; une
 * route sans lien n’est écrite qu’une fois. `${chemin}/suite`, où `chemin` est le modèle d’un lien, est lu comme le chemin entier.
 */
export const cheminsEcritsDeuxFois = (
  sources: readonly { readonly chemin: string; readonly texte: string }[],
): string[] => {
  const lus = sources
    .filter(({ chemin }) => !aLaMain.test(chemin))
    .map(({ chemin, texte }) => ({ chemin, texte: sansCommentaires(texte) }))
  const modeles = new Map<string, string>()
  for (const { chemin, texte } of lus)
    for (const [, nom, modele] of texte.matchAll(/const (\w+) = link\(\s*'([^']+)'/g))
      modeles.set(`${dossier(chemin)} ${nom}`, modele as string)

  const ecrits = new Map<string, Ecrit[]>()
  const noter = (chemin: string, ecrit: Ecrit) => {
    const deja = ecrits.get(chemin)
    if (deja) deja.push(ecrit)
    else ecrits.set(chemin, [ecrit])
  }
  for (const { chemin, texte } of lus) {
    const bases = new Map<string, string>()
    for (const [, nom, lien] of texte.matchAll(
      /const (\w+) = (?:parIdentifiant\()?(\w+)(?:\.modele|\(\)|[^()\n]*\))$/gm,
    )) {
      const modele = modeles.get(`${dossier(chemin)} ${lien}`)
      if (modele) bases.set(nom as string, modele)
    }
    for (const t of texte.matchAll(
      /(\blink\(\s*|\.(?:get|post|put|delete|use|all)\(\s*)?(?:'(\/[a-z][^'\n]*)'|`\$\{(\w+)(\.modele|\(\))?\}([^`$\n]*)`)/g,
    )) {
      const [, appel, entier, nom, modele, suite = ''] = t
      const debut = modele ? modeles.get(`${dossier(chemin)} ${nom}`) : bases.get(nom ?? '')
      // `:session{[0-9a-f-]{36}}` est le paramètre `:session`, gardé des autres routes.
      const ecrit = (entier ?? (debut && suite && debut + suite))?.replace(
        /(:\w+)\{(?:[^{}]|\{[^}]*\})*\}/g,
        '$1',
      )
      if (ecrit)
        noter(ecrit, {
          ou: `${chemin}:${ligne(texte, t.index)}`,
          genre: appel?.startsWith('link') ? 'lien' : appel ? 'route' : 'autre',
        })
    }
  }
  return [...ecrits].flatMap(([chemin, fois]) => {
    const parLien = fois.some(({ genre }) => genre === 'lien')
    const [premier, ...autres] = parLien
      ? [...fois].sort((a, b) => Number(b.genre === 'lien') - Number(a.genre === 'lien'))
      : fois.filter(({ genre }) => genre === 'route')
    return autres.map(({ ou }) => `${ou} : « ${chemin} » est déjà écrit dans ${premier?.ou}.`)
  })
}

/**
 * Pur : les formulaires dont l’adresse est `${lien({ … })}/envoi` et dont rien, dans leur module, ne reçoit l’envoi : ni une route qui finit de
 * même, ni un geste de ce nom (`pageEtGestes`).
 */
export const envoisSansRoute = (
  sources: readonly { readonly chemin: string; readonly texte: string }[],
): string[] => {
  const lus = sources
    .filter(({ chemin }) => !aLaMain.test(chemin))
    .map(({ chemin, texte }) => ({
      chemin,
      texte: sansCommentaires(texte),
      chez: dossier(chemin) || 'src/app',
    }))
  const textes = new Map<string, string>()
  for (const { chez, texte } of lus) textes.set(chez, `${textes.get(chez) ?? ''}\n${texte}`)
  return lus.flatMap(({ chemin, texte, chez }) =>
    [...texte.matchAll(/`\$\{\w+\([^`]*?\)\}\/([a-z][a-z-]*)`/g)].flatMap((m) => {
      const recu = new RegExp(`\\.post\\(\\s*[^,\\n]*/${m[1]}['\`]|[\\s{,]'?${m[1]}'?(?::|,|\\(| =)`)
      return recu.test(textes.get(chez) ?? '')
        ? []
        : [`${chemin}:${ligne(texte, m.index)} : rien ne reçoit l’envoi « ${m[1]} ».`]
    }),
  )
}

export const chemins: Verification = {
  nom: 'Aucun chemin n’est écrit deux fois',
  async verifier(racine) {
    const sources = listerFichiers(racine, 'src')
      .filter((f) => estSource(f) && !estTest(f))
      .map((chemin) => ({ chemin, texte: lireFichier(racine, chemin) }))
    return conclure(
      [...cheminsEcritsDeuxFois(sources), ...envoisSansRoute(sources)],
      `${sources.length} fichiers`,
    )
  },
}
