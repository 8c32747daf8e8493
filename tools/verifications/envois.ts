import { parseSync } from 'oxc-parser'
import { envoisALaMain } from '../a-ranger.ts'
import { estTest, lireFichier, listerFichiers } from '../fichiers.ts'
import { conclure, type Verification } from '../verification.ts'

type Noeud = { readonly start: number; readonly end: number; readonly type: string } & Record<string, unknown>

/** Un envoi que `geste()` ou `pageEtGestes()` saurait tenir : il lit un formulaire, et répond à une personne entrée. */
const tiendrait = (code: string): boolean => /\breadForm\(/.test(code) && /\bpour(?:[A-Z]\w*)?\(/.test(code)

/** Pur : le nombre d’envois de ce fichier écrits à la main (`.post(adresse, …, fonction)`). */
export const compterEnvois = (chemin: string, texte: string): number => {
  if (!/\.post\(/.test(texte)) return 0
  let n = 0
  const visiter = (v: unknown): void => {
    if (Array.isArray(v)) for (const x of v) visiter(x)
    else if (typeof v === 'object' && v !== null) {
      const {
        type,
        callee,
        arguments: args,
      } = v as {
        type?: string
        callee?: { property?: { name?: string } }
        arguments?: Noeud[]
      }
      const fonction =
        type === 'CallExpression' && callee?.property?.name === 'post' ? args?.at(-1) : undefined
      if (fonction?.type.includes('Function') && tiendrait(texte.slice(fonction.start, fonction.end))) n += 1
      for (const x of Object.values(v)) visiter(x)
    }
  }
  visiter(parseSync(chemin, texte).program.body)
  return n
}

/** Pur : la faute d’un arbre qui écrit à la main plus d’envois qu’au dernier compte. */
export const juger = (
  comptes: readonly { readonly chemin: string; readonly n: number }[],
  plafond: number,
): string[] => {
  const total = comptes.reduce((somme, { n }) => somme + n, 0)
  return total > plafond
    ? [
        `${total} envois écrits à la main, ${plafond} au plus : un envoi neuf s’écrit par geste() ou pageEtGestes() (organisme/web/geste.tsx, ADR 0018).`,
      ]
    : []
}

export const envoisParGeste: Verification = {
  nom: 'Un envoi neuf s’écrit par « geste »',
  async verifier(racine) {
    const comptes = listerFichiers(racine, 'src/modules')
      .filter((f) => /\/pages\/.*\.tsx?$/.test(f) && !estTest(f))
      .map((chemin) => ({ chemin, n: compterEnvois(chemin, lireFichier(racine, chemin)) }))
    const total = comptes.reduce((somme, { n }) => somme + n, 0)
    return conclure(juger(comptes, envoisALaMain), `${total} restent à la main`)
  },
}
