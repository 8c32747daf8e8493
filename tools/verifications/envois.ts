import { parseSync } from 'oxc-parser'
import { envoisALaMain, refusEnPages } from '../a-ranger.ts'
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

/** Pur : les refus qu’une page compose elle-même (`refus('code', …)`) : une règle de plus que le domaine ou le geste ne dit pas. */
export const compterRefus = (texte: string): number => (texte.match(/\brefus(?:er)?\(\s*'/g) ?? []).length

/** Pur : la faute d’un arbre qui écrit à la main plus d’envois qu’au dernier compte. */
export const juger = (
  comptes: readonly { readonly chemin: string; readonly n: number; readonly refus?: number }[],
  plafond: number,
  refusAuPlus: number,
): string[] => {
  const total = comptes.reduce((somme, { n }) => somme + n, 0)
  const refus = comptes.reduce((somme, c) => somme + (c.refus ?? 0), 0)
  const trop =
    refus > refusAuPlus
      ? [
          `${refus} refus composés par des pages, ${refusAuPlus} au plus : un refus neuf est une règle de domain/, ou de son geste (ADR 0018).`,
        ]
      : []
  return total > plafond
    ? [
        ...trop,
        `${total} envois écrits à la main, ${plafond} au plus : un envoi neuf s’écrit par geste() ou pageEtGestes() (organisme/web/geste.tsx, ADR 0018).`,
      ]
    : trop
}

export const envoisParGeste: Verification = {
  nom: 'Un envoi neuf s’écrit par « geste »',
  async verifier(racine) {
    const comptes = listerFichiers(racine, 'src/modules')
      .filter((f) => /\/pages\/.*\.tsx?$/.test(f) && !estTest(f))
      .map((chemin) => {
        const texte = lireFichier(racine, chemin)
        return { chemin, n: compterEnvois(chemin, texte), refus: compterRefus(texte) }
      })
    const total = comptes.reduce((somme, { n }) => somme + n, 0)
    const refus = comptes.reduce((somme, c) => somme + c.refus, 0)
    return conclure(
      juger(comptes, envoisALaMain, refusEnPages),
      `${total} restent à la main, ${refus} refus dans des pages`,
    )
  },
}
